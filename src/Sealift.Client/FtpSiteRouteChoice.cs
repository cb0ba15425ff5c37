namespace Sealift.Client;

/// <summary>Which ways a copy between servers may take.</summary>
public enum FtpSiteRouteChoice
{
    /// <summary>The server's own copy, else directly, each where it can be proven; else through this machine. The default.</summary>
    Automatic,

    /// <summary>Never through this machine: what cannot go directly, or inside the server, is an error.</summary>
    DirectOnly,

    /// <summary>Always through this machine.</summary>
    RelayOnly,
}
