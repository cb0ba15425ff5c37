namespace Sealift.App.Asking;

/// <summary>Something that waits for a person's answer.</summary>
public abstract class Ask
{
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer; null where the person gives none.</summary>
    public Task<string?> Answer => _answer.Task;

    /// <summary>Gives the answer. Only the first one counts.</summary>
    /// <param name="text">The answer; null for none.</param>
    public void Give(string? text) => _answer.TrySetResult(text);
}
