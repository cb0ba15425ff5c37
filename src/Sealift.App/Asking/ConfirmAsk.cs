namespace Sealift.App.Asking;

/// <summary>A question that is answered with yes or no. Yes is any answer but null.</summary>
/// <param name="question">The question.</param>
public sealed class ConfirmAsk(string question) : Ask
{
    public string Question { get; } = question;
}
