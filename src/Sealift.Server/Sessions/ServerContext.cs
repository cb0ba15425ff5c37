using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Access;
using Sealift.Server.Telemetry;
using Sealift.Server.Users;

namespace Sealift.Server.Sessions;

/// <summary>What all sessions of a server share.</summary>
internal sealed record ServerContext(FtpServerOptions Options, ServerTls Tls, PasswordChecker Passwords)
{
    private volatile UserTable _users = null!;

    /// <summary>The users that are named; may be replaced while the server runs.</summary>
    public required UserTable Users
    {
        get => _users;
        set => _users = value;
    }

    /// <summary>What the sessions of each user share.</summary>
    public UserShares Shares { get; } = new(Options.TimeProvider);

    /// <summary>How full the stores of users with a quota are.</summary>
    public StoreUses StoreUses { get; } = new(Options.TimeProvider);

    /// <summary>Wrong passwords, and who is locked out for them.</summary>
    public LoginGuard Logins { get; } = new(Options.Limits, Options.TimeProvider);

    /// <summary>One login at a time from each address.</summary>
    public Turns LoginTurns { get; } = new();

    public FtpServerLimits Limits => Options.Limits;

    /// <summary>Places for commands that read whole files.</summary>
    public SemaphoreSlim WorkPlaces { get; } = new(Options.Limits.MaxWorks);

    public ILogger Logger => Options.Logger;

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>The transfers of a server that stops may finish; new commands are not taken any more.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>Transfers end too, with 426.</summary>
    public required CancellationToken Aborting { get; init; }

    /// <summary>Everything ends at once, without a word.</summary>
    public required CancellationToken Cutting { get; init; }

    public required ServerTelemetry Telemetry { get; init; }

    /// <summary>The names that STOU has given away and that no file has yet.</summary>
    public ConcurrentDictionary<(IFileStore Store, FtpPath Path), byte> ReservedNames { get; } = new();

    public FtpVirtualHost? FindHost(string name) => Options.Hosts.FirstOrDefault(host => HostName.AreEqual(host.Name, name));

    public ValueTask<FtpUser?> FindUserAsync(FtpVirtualHost? host, string name, CancellationToken cancellationToken)
    {
        if (Users.Find(host?.Name, name) is { } user) return ValueTask.FromResult<FtpUser?>(user);
        var find = host is null ? Options.FindUser : host.FindUser;
        return find?.Invoke(name, cancellationToken) ?? ValueTask.FromResult<FtpUser?>(null);
    }
}
