namespace Sealift.Sites.Importing;

/// <summary>A program whose saved servers can be taken over.</summary>
public enum ImportSource
{
    /// <summary>FileZilla's <c>sitemanager.xml</c>, or what it exports.</summary>
    FileZilla,

    /// <summary>WinSCP's <c>WinSCP.ini</c>.</summary>
    WinScp,

    /// <summary>lftp's bookmarks.</summary>
    Lftp,

    /// <summary>A <c>.netrc</c> file.</summary>
    Netrc,
}
