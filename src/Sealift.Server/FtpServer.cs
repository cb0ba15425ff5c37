using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sealift.Server.Access;
using Sealift.Server.Events;
using Sealift.Server.Sessions;
using Sealift.Server.Telemetry;
using Sealift.Server.Users;
using Sealift.Tls;

namespace Sealift.Server;

/// <summary>
/// An FTPS server in a program: explicit (RFC 4217) and implicit TLS at once. Make it, <see cref="StartAsync"/> it, and dispose it.
/// It starts once.
/// </summary>
public sealed class FtpServer : IAsyncDisposable
{
    // After the transfers were ended: for the last replies and the client's leave.
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(2);

    private readonly FtpServerOptions _options;
    private readonly SessionGate _gate;
    private readonly ServerTelemetry _telemetry;
    private readonly CancellationTokenSource _cutting = new();
    private readonly PasswordChecker _passwords;
    private readonly UserTable _users;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly ConcurrentDictionary<long, Task> _sessions = new();
    private readonly List<FtpListener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly Lock _lock = new();
    private ServerContext? _context;
    private Task? _stop;
    private long _lastSession;
    private int _isDisposed;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="options">What it serves.</param>
    /// <exception cref="ArgumentException">
    /// There is nothing to listen on, nobody could log in, a user is named twice, a password is not a hash, or a limit is out of range.
    /// </exception>
    public FtpServer(FtpServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        _options = options;
        _telemetry = new ServerTelemetry(options);
        _gate = new SessionGate(options.Limits.MaxSessions, options.Limits.MaxSessionsPerAddress);
        _users = new UserTable(
            options.Users,
            options.Hosts.ToDictionary(host => host.Name, host => host.Users, StringComparer.OrdinalIgnoreCase),
            options.ClientCertificates);
        _passwords = new PasswordChecker(_users.All, options.Limits.MaxPasswordChecks);
    }

    /// <summary>Where the server listens for AUTH TLS, with the real ports, in the order of the options. Empty before the start.</summary>
    public IReadOnlyList<IPEndPoint> ExplicitEndPoints => [.. _listeners.Where(listener => !listener.IsImplicit).Select(listener => listener.EndPoint)];

    /// <summary>Where the server listens for implicit TLS, with the real ports, in the order of the options. Empty before the start.</summary>
    public IReadOnlyList<IPEndPoint> ImplicitEndPoints => [.. _listeners.Where(listener => listener.IsImplicit).Select(listener => listener.EndPoint)];

    /// <summary>The sessions at this moment, those that are not logged in included.</summary>
    public int SessionCount => _gate.Count;

    /// <summary>Every session as it is now, by its number.</summary>
    public IReadOnlyList<FtpSessionStatus> Sessions => _telemetry.Sessions.Open;

    /// <summary>The last sessions that ended, as <see cref="FtpServerOptions.KeptSessions"/> says; the newest comes last.</summary>
    public IReadOnlyList<FtpSessionStatus> EndedSessions => _telemetry.Sessions.Ended;

    /// <summary>The bytes of files and listings that went to clients since the start, counted while they move.</summary>
    public long BytesSent => _telemetry.Traffic.Sent;

    /// <summary>The bytes of files that came from clients since the start, counted while they move.</summary>
    public long BytesReceived => _telemetry.Traffic.Received;

    /// <summary>A session by its number, with its timeline where it has one.</summary>
    /// <returns>The session as it is now, or as it was at its end; null if there is none of this number, or it is not remembered.</returns>
    public FtpSessionStatus? FindSession(long id) => _telemetry.Sessions.Find(id);

    /// <summary>Listens on all end points, or on none.</summary>
    /// <param name="cancellationToken">Not used after the return.</param>
    /// <exception cref="FtpServerException">An end point cannot be used; the hint says why.</exception>
    /// <exception cref="TlsException">The certificate cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    public ValueTask StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stop is not null, this);
            if (_context is not null) throw new InvalidOperationException("The server was started before.");
            Open();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Stops in four steps: no new connections; sessions end, told by 421, those with a transfer after it; transfers that run when
    /// <see cref="FtpServerLimits.StopTimeout"/> is over, or the token is cancelled, are ended with 426; what is left 2 s later is cut.
    /// Returns when nothing is left.
    /// </summary>
    /// <param name="cancellationToken">Goes to the third step at once.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        Task stop;
        lock (_lock) stop = _stop ??= StopOnceAsync(cancellationToken);
        await stop.ConfigureAwait(false);
    }

    /// <summary>
    /// Presents other certificates from now on, for example renewed ones. Sessions that are there go on with those they began with;
    /// the old certificates must stay undisposed until <see cref="SessionCount"/> has been 0 or the server is disposed.
    /// </summary>
    /// <param name="certificate">What <see cref="FtpServerOptions.Certificate"/> was.</param>
    /// <param name="hosts">
    /// The certificates of <see cref="FtpServerOptions.Hosts"/> by name; a host that is not named presents the first certificate. Null (the
    /// default) keeps those of the options.
    /// </param>
    /// <exception cref="TlsException">A certificate cannot be used; the old ones stay.</exception>
    /// <exception cref="InvalidOperationException">The server was not started, or is stopped.</exception>
    public void UseCertificates(TlsCertificate certificate, IReadOnlyDictionary<string, TlsCertificate>? hosts = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        lock (_lock)
        {
            if (_context is null || _stop is not null) throw new InvalidOperationException("The server is not running.");
            if (hosts is null) _context.Tls.Replace(certificate);
            else _context.Tls.Replace(certificate, hosts);
        }

        ServerLog.CertificateReplaced(_options.Logger, certificate.Leaf.Subject, certificate.Leaf.NotAfter.ToUniversalTime());
    }

    /// <summary>
    /// Lets other users log in from now on, in place of those of <see cref="FtpServerOptions.Users"/> and of the virtual hosts. Sessions that are there
    /// go on as they began, with the rights they had; their rates and numbers follow the next login of their user.
    /// </summary>
    /// <param name="users">What <see cref="FtpServerOptions.Users"/> was.</param>
    /// <param name="hosts">The users of <see cref="FtpServerOptions.Hosts"/> by name; a host that is not named has none. Null (the default) means no host has any.</param>
    /// <exception cref="ArgumentException">A user could not log in, or is there twice, or there is no such host; the old ones stay.</exception>
    /// <exception cref="InvalidOperationException">The server was not started, or is stopped.</exception>
    public void UseUsers(IReadOnlyList<FtpUser> users, IReadOnlyDictionary<string, IReadOnlyList<FtpUser>>? hosts = null)
    {
        ArgumentNullException.ThrowIfNull(users);
        hosts ??= new Dictionary<string, IReadOnlyList<FtpUser>>();
        if (hosts.Keys.FirstOrDefault(name => !_options.Hosts.Any(host => host.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) is { } absent)
            throw new ArgumentException($"There is no host {absent}.", nameof(hosts));
        var table = new UserTable(users, hosts, _options.ClientCertificates);
        lock (_lock)
        {
            if (_context is null || _stop is not null) throw new InvalidOperationException("The server is not running.");
            _passwords.UseCostOf(table.All);
            _context.Users = table;
        }

        ServerLog.UsersReplaced(_options.Logger, table.All.Count());
    }

    /// <summary>Cuts all sessions and stops listening. For a graceful end, <see cref="StopAsync"/> first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await _aborting.CancelAsync().ConfigureAwait(false);
        await _cutting.CancelAsync().ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _telemetry.Dispose();
        _context?.Tls.Dispose();
        _context?.WorkPlaces.Dispose();
        _passwords.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
        _cutting.Dispose();
    }

    private static void Check(FtpServerOptions options)
    {
        if (options.Limits.Problem() is { } problem) throw new ArgumentException(problem, nameof(options));
        if (options.Explicit.Count + options.Implicit.Count == 0)
            throw new ArgumentException("There is no end point to listen on: set Explicit, Implicit or both.", nameof(options));
        if (options.Users.Count == 0 && options.FindUser is null && options.LogIn is null
            && options.Hosts.All(host => host.Users.Count == 0 && host.FindUser is null))
            throw new ArgumentException("Nobody could log in: set Users, FindUser or LogIn.", nameof(options));
        if (options.Hosts.FirstOrDefault(host => HostName.TryRead(host.Name) is null) is { } unnamed)
            throw new ArgumentException($"{unnamed.Name} is not the name of a host.", nameof(options));
        if (options.Hosts.GroupBy(host => host.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } again)
            throw new ArgumentException($"The host {again.Key} is there twice.", nameof(options));
        if (options.ExternalAddress is { AddressFamily: not AddressFamily.InterNetwork })
            throw new ArgumentException("The external address must be IPv4: PASV can name no other, and EPSV names none.", nameof(options));
        if (options.PassivePorts is { } ports && ports.Count < options.Limits.MaxSessions)
        {
            throw new ArgumentException(
                $"PassivePorts has {ports.Count} ports and MaxSessions is {options.Limits.MaxSessions}: every session may need one. Take more ports, or allow fewer sessions.",
                nameof(options));
        }
    }

    private void Open()
    {
        var tls = new ServerTls(_options);
        try
        {
            foreach (var endPoint in _options.Explicit) _listeners.Add(FtpListener.Open(endPoint, isImplicit: false));
            foreach (var endPoint in _options.Implicit) _listeners.Add(FtpListener.Open(endPoint, isImplicit: true));
        }
        catch
        {
            foreach (var listener in _listeners) listener.Dispose();
            _listeners.Clear();
            tls.Dispose();
            throw;
        }

        _context = new ServerContext(_options, tls, _passwords)
        {
            Users = _users,
            Stopping = _stopping.Token,
            Aborting = _aborting.Token,
            Cutting = _cutting.Token,
            Telemetry = _telemetry,
        };
        if (!_options.RequireTls) ServerLog.ClearTextAllowed(_options.Logger);
        foreach (var listener in _listeners)
        {
            ServerLog.Listening(_options.Logger, listener.EndPoint, listener.IsImplicit ? "implicit" : "explicit");
            _accepting.Add(listener.AcceptAsync(
                Accept, (error, endPoint) => ServerLog.AcceptFailed(_options.Logger, error, endPoint), _stopping.Token));
        }

        Tell(now => new ServerStarted([.. _listeners.Select(listener => listener.EndPoint)]) { Time = now });
    }

    private void Accept(Socket socket, bool isImplicit)
    {
        if (socket.RemoteEndPoint is not IPEndPoint peer || !_gate.TryEnter(peer.Address))
        {
            ServerLog.TooManySessions(_options.Logger, socket.RemoteEndPoint);
            Tell(now => new ConnectionRefused(socket.RemoteEndPoint as IPEndPoint) { Time = now });
            Refuse(socket, isImplicit);
            return;
        }

        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var id = Interlocked.Increment(ref _lastSession);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions[id] = ServeAsync(id, socket, peer.Address, isImplicit, start.Task);
        start.SetResult();
    }

    private async Task ServeAsync(long id, Socket socket, IPAddress address, bool isImplicit, Task start)
    {
        await start.ConfigureAwait(false); // away from the listener's loop
        try
        {
            var session = new FtpSession(_context!, socket, id, isImplicit);
            await using (session.ConfigureAwait(false))
            {
                await session.RunAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            ServerLog.SessionFailed(_options.Logger, e, id);
            socket.Dispose();
        }
        finally
        {
            _gate.Leave(address);
            _sessions.TryRemove(id, out _);
        }
    }

    // One line that fits into any socket's buffer, so it never waits.
    private static void Refuse(Socket socket, bool isImplicit)
    {
        using (socket)
        {
            if (isImplicit) return;
            socket.Blocking = false;
            socket.Send("421 Too many sessions; try again later.\r\n"u8, SocketFlags.None, out _);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        // Away from the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // Before any session is told: whoever hears of the stop finds nobody listening.
        foreach (var listener in _listeners) listener.Dispose();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_accepting).ConfigureAwait(false);
        Tell(now => new ServerStopping(_sessions.Count) { Time = now });

        var cut = 0;
        var left = Task.WhenAll(_sessions.Values);
        if (!left.IsCompleted && !_aborting.IsCancellationRequested)
        {
            ServerLog.Stopping(_options.Logger, _sessions.Count, _options.Limits.StopTimeout.TotalSeconds);
            using var now = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _aborting.Token);
            await left.WaitAsync(_options.Limits.StopTimeout, _options.TimeProvider, now.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!left.IsCompleted)
            {
                cut = _sessions.Count;
                ServerLog.Cutting(_options.Logger, cut);
                await _aborting.CancelAsync().ConfigureAwait(false);
                await LeaveAsync(left).ConfigureAwait(false);
            }
        }

        await _aborting.CancelAsync().ConfigureAwait(false);
        await _cutting.CancelAsync().ConfigureAwait(false);
        await left.ConfigureAwait(false);
        ServerLog.Stopped(_options.Logger);
        if (_context is not null) Tell(now => new ServerStopped(cut) { Time = now });
    }

    private async Task LeaveAsync(Task left)
    {
        await left.WaitAsync(LeaveTimeout, _options.TimeProvider, _cutting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!left.IsCompleted) ServerLog.Closing(_options.Logger, _sessions.Count);
    }

    private void Tell(Func<DateTimeOffset, FtpServerEvent> create)
    {
        if (_telemetry.IsWatched) _telemetry.Publish(create(_telemetry.Now));
    }
}
