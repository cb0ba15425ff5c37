namespace Sealift.Sites;

/// <summary>What kind of thing went wrong with sites, their vault or an import.</summary>
public enum SiteFailure
{
    /// <summary>A file's text is not what it should be; it was left as it is.</summary>
    NotValid,

    /// <summary>A file cannot be read or written.</summary>
    Unusable,

    /// <summary>There is no such site, or the value given for one is wrong.</summary>
    NotFound,

    /// <summary>The vault's passphrase is wrong or missing.</summary>
    WrongPassphrase,
}
