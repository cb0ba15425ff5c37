namespace Sealift.Client;

/// <summary>Why there is no connection.</summary>
public enum FtpConnectionFailure
{
    /// <summary>The host name does not resolve.</summary>
    UnknownHost,

    /// <summary>The host refuses connections to the port.</summary>
    Refused,

    /// <summary>The network does not lead to the host.</summary>
    Unreachable,

    /// <summary>Time ran out.</summary>
    Timeout,

    /// <summary>The connection was closed, or the server said goodbye (421).</summary>
    Closed,

    /// <summary>What answers does not speak FTP.</summary>
    NotFtp,

    /// <summary>The proxy refused, or does not keep to its protocol. Trying again does not help.</summary>
    Proxy,
}
