namespace Sealift.App.Asking;

/// <summary>A question for a password or a passphrase.</summary>
/// <param name="question">What is asked for, such as "Password of anna on ftp.example.org: ".</param>
/// <param name="remarks">What was said before the question and belongs to it, such as that the last answer was wrong.</param>
public sealed class SecretAsk(string question, IReadOnlyList<string> remarks) : Ask
{
    public string Question { get; } = question;

    public IReadOnlyList<string> Remarks { get; } = remarks;
}
