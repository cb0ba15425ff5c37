namespace Sealift.Server.Events;

/// <summary>
/// Something that happened on a server. The records of this namespace are all there are. They never carry a password.
/// <see cref="FtpServerOptions.Listeners"/> get them.
/// </summary>
public abstract record FtpServerEvent
{
    private protected FtpServerEvent()
    {
    }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What it is called in audit logs and hooks, for example "upload", "login-failed"; <c>docs/telemetry.md</c> lists all names.</summary>
    public string Name => EventNames.Of(this);
}
