namespace Sealift.Sites;

/// <summary>One machine of a .netrc file.</summary>
/// <param name="Machine">The host, or <see langword="null"/> for "default".</param>
/// <param name="Login">The user, or <see langword="null"/>.</param>
/// <param name="Password">The password, or <see langword="null"/>.</param>
/// <param name="Account">What ACCT says where a server asks for it, or <see langword="null"/>.</param>
internal sealed record NetrcEntry(string? Machine, string? Login, string? Password, string? Account = null)
{
    /// <summary>Whether the entry is for this host and, when one is asked for, this user.</summary>
    public bool IsFor(string host, string? user) =>
        (Machine is null || Machine.Equals(host, StringComparison.OrdinalIgnoreCase))
        && (user is null || Login is null || Login == user);

    /// <summary>The entry without its secrets.</summary>
    public override string ToString() => $"{Machine ?? "default"} {Login}";
}
