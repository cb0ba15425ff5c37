using System.Collections.Concurrent;
using Sealift.Core;

namespace Sealift.Cli.Connecting;

/// <summary>
/// Passwords that a person typed and a server accepted, for a program that goes on running: nobody types one again for the next session with the same
/// server. They are in memory alone, and each counts for its own server, port, mode and user.
/// </summary>
internal sealed class TypedPasswords
{
    private readonly ConcurrentDictionary<(string Host, int Port, FtpTlsMode Mode, string User), (string Password, bool IsAccepted)> _known = [];

    /// <summary>The password that a server accepted; null for none.</summary>
    public string? Find(FtpUrl url, string user) => _known.TryGetValue(Key(url, user), out var known) && known.IsAccepted ? known.Password : null;

    /// <summary>Somebody typed a password; whether it is right is not known yet.</summary>
    public void Type(FtpUrl url, string user, string password) => _known[Key(url, user)] = (password, false);

    /// <summary>The server accepted what was typed last.</summary>
    public void Accept(FtpUrl url, string user)
    {
        if (_known.TryGetValue(Key(url, user), out var known)) _known.TryUpdate(Key(url, user), known with { IsAccepted = true }, known);
    }

    /// <summary>The server refused it, or does not accept it any more.</summary>
    public void Forget(FtpUrl url, string user) => _known.TryRemove(Key(url, user), out _);

    private static (string Host, int Port, FtpTlsMode Mode, string User) Key(FtpUrl url, string user) => (url.Host.ToLowerInvariant(), url.Port, url.Mode, user);
}
