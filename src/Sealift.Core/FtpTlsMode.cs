namespace Sealift.Core;

/// <summary>How a session gets its encryption.</summary>
public enum FtpTlsMode
{
    /// <summary>A clear-text greeting, then AUTH TLS before anything else (RFC 4217 section 4); port 21.</summary>
    Explicit,

    /// <summary>TLS from the first byte (expired drafts, widely deployed); port 990.</summary>
    Implicit,

    /// <summary>No encryption at all: passwords and files are readable on the way. Only when asked for by name.</summary>
    PlaintextUnsafe,
}
