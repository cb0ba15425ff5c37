namespace Sealift.Transfer.Journals;

/// <summary>Between which sides runs were, in words, which lock their target has, and how many there were: the number of the last one.</summary>
internal sealed record PairFacts(string Source, string Target, string Lock, DateTimeOffset Begun, long Runs)
{
    /// <summary>The target's full path where it is a directory of this machine; null for others, and in records of earlier versions.</summary>
    public string? Directory { get; init; }
}
