using System.Net;
using Sealift.Core.Timeline;

namespace Sealift.Server.Events;

/// <summary>A session as it is, or was, at one moment.</summary>
public sealed record FtpSessionStatus
{
    /// <summary>The session's number: 1, 2, 3 since the start of the server.</summary>
    public required long Id { get; init; }

    /// <summary>The client's end of the control connection.</summary>
    public required IPEndPoint Peer { get; init; }

    /// <summary>The server's end of the control connection.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>Whether the session began with implicit TLS.</summary>
    public required bool IsImplicit { get; init; }

    /// <summary>When the client connected, in UTC.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When the session ended, in UTC; null while it is there.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The name of the last USER command: any text before the login. Null before it.</summary>
    public string? UserName { get; init; }

    /// <summary>Who is logged in; null before the login.</summary>
    public FtpUser? User { get; init; }

    /// <summary>How many logins of this session were refused.</summary>
    public int FailedLogins { get; init; }

    /// <summary>The virtual host; null where the client named none.</summary>
    public string? Host { get; init; }

    /// <summary>The TLS of the control connection; null in clear text.</summary>
    public FtpProtection? Protection { get; init; }

    /// <summary>The last command, without its argument; null before the first.</summary>
    public string? LastVerb { get; init; }

    /// <summary>The transfer that is running; null if there is none.</summary>
    public FtpTransferStatus? Transfer { get; init; }

    /// <summary>The bytes of files and listings that went to the client so far, before any compression.</summary>
    public long BytesSent { get; init; }

    /// <summary>The bytes of files that came from the client so far, after any decompression.</summary>
    public long BytesReceived { get; init; }

    /// <summary>The session's timeline, which goes on while the session does; null where <see cref="FtpServerOptions.Timeline"/> gave none.</summary>
    public SessionTimeline? Timeline { get; init; }
}
