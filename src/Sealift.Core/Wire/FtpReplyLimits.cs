namespace Sealift.Core.Wire;

/// <summary>How much a server may say in one reply. More than this is an attack or a broken peer, and ends the session.</summary>
public sealed record FtpReplyLimits
{
    /// <summary>Bytes of one line without its end; 8,192 by default: a path of 4,096 bytes with every byte quoted fits.</summary>
    public int MaxLineBytes { get; init; } = 8192;

    /// <summary>Bytes of one whole reply; 65,536 by default: the longest banners and STAT listings seen are a tenth of it.</summary>
    public int MaxReplyBytes { get; init; } = 65536;

    /// <summary>Lines of one reply; 1,000 by default.</summary>
    public int MaxLines { get; init; } = 1000;
}
