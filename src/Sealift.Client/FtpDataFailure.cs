namespace Sealift.Client;

/// <summary>What is wrong with the bytes of a transfer.</summary>
public enum FtpDataFailure
{
    /// <summary>Compressed data (MODE Z) is damaged, ends too early, or has something behind its end.</summary>
    Damaged,

    /// <summary>Compressed data unfolds to more than <see cref="FtpCompressionLimits"/> allows.</summary>
    TooLarge,

    /// <summary>The server accepted an offset (REST) and did not begin there.</summary>
    OffsetIgnored,
}
