namespace Sealift.TestKit;

/// <summary>How much a peer allows, and what it demands.</summary>
public enum PeerPolicy
{
    /// <summary>What the server does as Debian ships it, with TLS required.</summary>
    Default,

    /// <summary>What a default forbids is allowed: clear data, data connections from elsewhere or that do not resume.</summary>
    Open,

    /// <summary>A client certificate is demanded.</summary>
    Certificate,

    /// <summary>It is set up wrongly, for the doctor to find out.</summary>
    Faulty,
}
