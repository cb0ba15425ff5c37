using Sealift.Core;

namespace Sealift.Client;

/// <summary>How a pool keeps its sessions. Immutable.</summary>
public sealed record FtpClientPoolOptions
{
    /// <summary>The most sessions at once, 1 to 1000. Default 4. A server that allows fewer is given fewer.</summary>
    public int MaxSessions { get; init; } = 4;

    /// <summary>
    /// How long a session may be idle before it is closed; infinite keeps it. Default 4 min: many servers hang up
    /// after 5.
    /// </summary>
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>
    /// After how long an idle session is asked for a sign of life (NOOP) before it is handed out; infinite never asks. Default
    /// 30 s. A session whose end has already been received is noticed without asking.
    /// </summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a renter waits for a session altogether. Default infinite: cancel the wait, or end a lease.</summary>
    public TimeSpan WaitLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// How long a server that takes nobody (421) is asked again, with growing pauses of uneven length, before its refusal reaches
    /// the renter. Default 1 min; zero does not ask again.
    /// </summary>
    public TimeSpan BusyLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a limit learnt from the server is respected before one more session is tried. It doubles each time the limit
    /// still holds, up to eight times this. Default 10 min: a try costs a login.
    /// </summary>
    public TimeSpan LimitRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest that closing waits for sessions that are still rented. Default 5 s; then they are cut off.</summary>
    public TimeSpan ClosingLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The directory every session works in; null (the default) leaves it where the login leads.</summary>
    public FtpPath? WorkingDirectory { get; init; }

    /// <summary>
    /// What else is done with each new session before its first renter gets it; a replacement gets it too. Default null: the login
    /// itself already sets what <see cref="FtpClientOptions"/> says.
    /// </summary>
    public Func<FtpClient, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>Whether every number is in its range. Infinite is minus one millisecond.</summary>
    internal bool IsValid => MaxSessions is >= 1 and <= 1000
        && IdleLifetime >= Timeout.InfiniteTimeSpan
        && PingAfter >= Timeout.InfiniteTimeSpan
        && WaitLimit >= Timeout.InfiniteTimeSpan
        && BusyLimit >= Timeout.InfiniteTimeSpan
        && LimitRetryAfter >= TimeSpan.Zero
        && ClosingLimit >= TimeSpan.Zero;
}
