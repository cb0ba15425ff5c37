namespace Sealift.Client;

/// <summary>The way that the bytes of a copy between servers took.</summary>
public enum FtpSiteRoute
{
    /// <summary>Through this machine: read from one server, written to the other.</summary>
    Relay,

    /// <summary>From one server to the other, which this side only told to.</summary>
    Direct,

    /// <summary>Inside one server, which copied the file itself.</summary>
    Server,
}
