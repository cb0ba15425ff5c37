namespace Sealift.Client;

/// <summary>Who logs in. A closed set: <see cref="Anonymous"/> or <see cref="WithPassword(string, string)"/>.</summary>
public abstract record FtpCredential
{
    private FtpCredential()
    {
    }

    /// <summary>The anonymous user, with an address that says nothing as the password (RFC 1635).</summary>
    public static FtpCredential Anonymous { get; } = new NamedUser("anonymous", "anonymous@", null);

    /// <summary>The user name sent with USER.</summary>
    public abstract string User { get; }

    internal abstract string Password { get; }

    internal abstract string? Account { get; }

    /// <summary>A user with a password.</summary>
    /// <param name="user">The name. No control characters.</param>
    /// <param name="password">The password, which nothing in this library ever prints. No control characters.</param>
    /// <exception cref="ArgumentException">The name is empty, or one of the two has a control character.</exception>
    public static FtpCredential WithPassword(string user, string password) => Make(user, password, null);

    /// <summary>A user with a password and an account, for servers that ask for one (332, RFC 959 section 4.1.1).</summary>
    /// <param name="user">The name. No control characters.</param>
    /// <param name="password">The password, which nothing in this library ever prints. No control characters.</param>
    /// <param name="account">The account, which is no more printed than the password. It is sent only when the server asks.</param>
    /// <exception cref="ArgumentException">The name or the account is empty, or one of the three has a control character.</exception>
    public static FtpCredential WithPassword(string user, string password, string account)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        return Make(user, password, account);
    }

    /// <summary>The user's name alone.</summary>
    public sealed override string ToString() => User;

    private static NamedUser Make(string user, string password, string? account)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        _ = new Core.Wire.FtpCommand("USER", user);
        _ = new Core.Wire.FtpCommand("PASS", password);
        if (account is not null) _ = new Core.Wire.FtpCommand("ACCT", account);
        return new NamedUser(user, password, account);
    }

    private sealed record NamedUser(string Name, string Secret, string? SecondSecret) : FtpCredential
    {
        public override string User => Name;

        internal override string Password => Secret;

        internal override string? Account => SecondSecret;
    }
}
