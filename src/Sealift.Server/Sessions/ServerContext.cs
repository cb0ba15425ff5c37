using Microsoft.Extensions.Logging;
using Sealift.Server.Access;
using Sealift.Tls;

namespace Sealift.Server.Sessions;

/// <summary>What all sessions of a server share.</summary>
internal sealed record ServerContext(FtpServerOptions Options, TlsServer Tls, PasswordChecker Passwords)
{
    public FtpServerLimits Limits => Options.Limits;

    /// <summary>Places for commands that read whole files.</summary>
    public SemaphoreSlim WorkPlaces { get; } = new(Options.Limits.MaxWorks);

    public ILogger Logger => Options.Logger;

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>The transfers of a server that stops may finish; new commands are not taken any more.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>Everything ends at once.</summary>
    public required CancellationToken Aborting { get; init; }

    public ValueTask<FtpUser?> FindUserAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var user in Options.Users)
        {
            if (user.Name == name) return ValueTask.FromResult<FtpUser?>(user);
        }

        return Options.FindUser?.Invoke(name, cancellationToken) ?? ValueTask.FromResult<FtpUser?>(null);
    }
}
