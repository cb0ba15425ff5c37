namespace Sealift.Core;

/// <summary>How the peer broke the protocol.</summary>
public enum FtpProtocolFailure
{
    /// <summary>What it sent is not what the grammar, or the order of things, allows.</summary>
    Grammar,

    /// <summary>It sent more than a limit allows.</summary>
    TooLong,

    /// <summary>It sent a reply that nobody asked for.</summary>
    OutOfStep,
}
