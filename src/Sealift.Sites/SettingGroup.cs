namespace Sealift.Sites;

/// <summary>What a setting is about, for a form that shows them all.</summary>
public enum SettingGroup
{
    /// <summary>What people say about a site.</summary>
    About,

    /// <summary>Where the server is.</summary>
    Address,

    /// <summary>Who logs in, and by what.</summary>
    Login,

    /// <summary>Which certificates are accepted.</summary>
    Trust,

    /// <summary>How TLS is spoken.</summary>
    Encryption,

    /// <summary>The ways of connections: time limits, proxies, data connections.</summary>
    Connection,

    /// <summary>What is peculiar to a server.</summary>
    Server,

    /// <summary>What gives up a protection.</summary>
    Unprotected,
}
