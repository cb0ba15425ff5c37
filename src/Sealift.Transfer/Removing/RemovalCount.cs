namespace Sealift.Transfer.Removing;

/// <summary>What a removal takes away.</summary>
public sealed record RemovalCount
{
    /// <summary>Files and whatever is no directory, links among them.</summary>
    public long Files { get; init; }

    /// <summary>Directories.</summary>
    public long Directories { get; init; }

    /// <summary>The bytes of the files, as far as their sizes are known.</summary>
    public long Bytes { get; init; }

    /// <summary>Entries that cannot be named, and so not be removed; their directories stay.</summary>
    public long Unusable { get; init; }
}
