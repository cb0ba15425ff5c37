namespace Sealift.Client;

/// <summary>Who logs in. A closed set: <see cref="Anonymous"/> or <see cref="WithPassword"/>.</summary>
public abstract record FtpCredential
{
    private FtpCredential()
    {
    }

    /// <summary>The anonymous user, with an address that says nothing as the password (RFC 1635).</summary>
    public static FtpCredential Anonymous { get; } = new NamedUser("anonymous", "anonymous@");

    /// <summary>The user name sent with USER.</summary>
    public abstract string User { get; }

    internal abstract string Password { get; }

    /// <summary>A user with a password.</summary>
    /// <param name="user">The name. No control characters.</param>
    /// <param name="password">The password, which nothing in this library ever prints. No control characters.</param>
    /// <exception cref="ArgumentException">The name is empty, or one of the two has a control character.</exception>
    public static FtpCredential WithPassword(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        _ = new Core.Wire.FtpCommand("USER", user);
        _ = new Core.Wire.FtpCommand("PASS", password);
        return new NamedUser(user, password);
    }

    /// <summary>The user's name alone.</summary>
    public sealed override string ToString() => User;

    private sealed record NamedUser(string Name, string Secret) : FtpCredential
    {
        public override string User => Name;

        internal override string Password => Secret;
    }
}
