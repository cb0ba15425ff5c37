namespace Sealift.Sites.Vaults;

/// <summary>The kinds of secrets that the vault keeps for a site.</summary>
public static class SecretKind
{
    /// <summary>What PASS sends.</summary>
    public const string Password = "password";

    /// <summary>What ACCT sends (RFC 959 section 4.1.1).</summary>
    public const string Account = "account";

    /// <summary>The password of the proxy.</summary>
    public const string ProxyPassword = "proxy-password";

    /// <summary>What opens the key of the client certificate.</summary>
    public const string KeyPassphrase = "key-passphrase";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Password, Account, ProxyPassword, KeyPassphrase];

    /// <summary>Whether this is one of them.</summary>
    public static bool IsKnown(string kind) => All.Contains(kind);
}
