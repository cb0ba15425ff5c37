namespace Sealift.Transfer.Running;

/// <summary>What is in the target is not, or not provably, what the source has.</summary>
internal sealed class NotProvenException(string message, string? hint = null, bool isForGood = false) : Exception(message)
{
    public string? Hint { get; } = hint;

    /// <summary>Whether another attempt would say the same.</summary>
    public bool IsForGood { get; } = isForGood;

    /// <summary>Whether there is nothing at all where the file ought to be.</summary>
    public bool IsMissing { get; init; }
}
