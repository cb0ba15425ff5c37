using Sealift.Tls;

namespace Sealift.Server.Users;

/// <summary>The users that are named, of the server and of each virtual host. Replaced as a whole.</summary>
internal sealed class UserTable
{
    private const string Anonymous = "anonymous";

    // RFC 1635 names "anonymous"; clients say this one as well.
    private const string AnonymousToo = "ftp";

    private readonly Dictionary<string, FtpUser> _users;
    private readonly Dictionary<string, Dictionary<string, FtpUser>> _hosts;

    /// <exception cref="ArgumentException">A user is there twice, or could not log in.</exception>
    public UserTable(
        IReadOnlyList<FtpUser> users, IReadOnlyDictionary<string, IReadOnlyList<FtpUser>> hosts, ClientCertificateMode certificates)
    {
        foreach (var some in hosts.Values.Prepend(users)) Check(some, certificates);
        _users = users.ToDictionary(user => user.Name, StringComparer.Ordinal);
        _hosts = hosts.ToDictionary(
            host => host.Key, host => host.Value.ToDictionary(user => user.Name, StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<FtpUser> All => _users.Values.Concat(_hosts.Values.SelectMany(users => users.Values));

    public FtpUser? Find(string? host, string name)
    {
        var users = host is null ? _users : _hosts.GetValueOrDefault(host);
        if (users is null) return null;
        if (users.TryGetValue(name, out var user)) return user;
        return name == AnonymousToo && users.TryGetValue(Anonymous, out var anonymous) && anonymous.IsAnonymous ? anonymous : null;
    }

    private static void Check(IReadOnlyList<FtpUser> users, ClientCertificateMode certificates)
    {
        foreach (var user in users)
        {
            if (Problem(user, certificates) is { } problem) throw new ArgumentException(problem, nameof(users));
        }

        if (users.GroupBy(user => user.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"The user {twice.Key} is there twice.", nameof(users));
    }

    private static string? Problem(FtpUser user, ClientCertificateMode certificates)
    {
        if (user.Name.Length == 0 || user.Name.Any(char.IsControl)) return "The name of a user is empty, or has control characters.";
        if (user.PasswordHash is not null && !FtpPassword.IsHash(user.PasswordHash))
            return $"The password of {user.Name} is not a hash: use FtpPassword.Hash.";
        if (user is { IsAnonymous: true, PasswordHash: not null }) return $"{user.Name} is anonymous and has a password.";
        var needsPassword = user.CertificatePins.Count == 0 || user.CertificateUse == FtpCertificateUse.WithPassword;
        if (needsPassword && user is { PasswordHash: null, IsAnonymous: false })
            return $"{user.Name} has neither a password nor a certificate that is enough.";
        if (certificates == ClientCertificateMode.None && user.CertificatePins.Count > 0)
            return $"{user.Name} has a certificate, but ClientCertificates does not ask for one.";
        if (user.Quota < 0) return $"The quota of {user.Name} is {user.Quota}; it may be 0 or more.";
        if (user.DownloadRate < 1 || user.UploadRate < 1) return $"A rate of {user.Name} is below 1 byte a second.";
        return user.MaxSessions < 1 ? $"{user.Name} may have {user.MaxSessions} sessions; it may be 1 or more." : null;
    }
}
