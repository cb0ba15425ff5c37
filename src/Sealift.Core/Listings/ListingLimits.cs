namespace Sealift.Core.Listings;

/// <summary>How much a server may send as one listing. More than this is an attack or a broken peer.</summary>
public sealed record ListingLimits
{
    internal const string Hint = "No directory is that large: the server is broken, or means harm. Nothing of the listing was acted on; list one of its directories instead.";

    /// <summary>Bytes of the whole listing; 1 GiB by default: ten million entries at the hundred bytes that one takes.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of one line; 65,536 by default: a name or a link target has 4,096 bytes at most, the facts fit many times.</summary>
    public int MaxLineBytes { get; init; } = 65536;

    /// <summary>Entries; 10,000,000 by default: ten times the largest directories known to work.</summary>
    public int MaxEntries { get; init; } = 10_000_000;
}
