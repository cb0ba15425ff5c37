namespace Sealift.Core.Compression;

/// <summary>Compressed data unfolds to more than its <see cref="InflationLimits"/> allow.</summary>
public sealed class InflationException : IOException
{
    internal InflationException(long received, long unfolded)
        : base($"{received} compressed bytes unfold to more than {unfolded}: that is more than the limits of compression allow.")
    {
    }
}
