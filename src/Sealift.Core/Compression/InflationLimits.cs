namespace Sealift.Core.Compression;

/// <summary>What compressed data may unfold to before it is taken for an attack: a few bytes can stand for very many.</summary>
public sealed record InflationLimits
{
    /// <summary>
    /// The most bytes that one received byte may stand for, beyond <see cref="FreeBytes"/>. Default 1000; deflate can reach 1032,
    /// with nothing but zeros.
    /// </summary>
    public int MaxRatio { get; init; } = 1000;

    /// <summary>What may unfold whatever the ratio, in bytes. Default 1 MiB.</summary>
    public long FreeBytes { get; init; } = 1 << 20;

    /// <summary>The most bytes in all. Default 1 TiB.</summary>
    public long MaxBytes { get; init; } = 1L << 40;
}
