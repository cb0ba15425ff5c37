using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit;

/// <summary>
/// A server that follows a script, for tests of a client. Every control connection runs the script once, with a
/// <see cref="ScriptedSession"/> as its voice and ear. A script that fails (the client said something unexpected, or
/// nothing in time) fails the test: <see cref="DisposeAsync"/> throws what <see cref="Completion"/> did not report.
/// </summary>
public sealed class ScriptedFtpPeer : IAsyncDisposable
{
    private readonly TestCertificates? _certificates;
    private readonly TcpListener _listener;
    private readonly Func<ScriptedSession, Task> _script;
    private readonly ScriptedTls _tls;
    private readonly ScriptedPeerOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<ScriptedSession> _sessions = new();
    private readonly TaskCompletionSource _firstScript = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;
    private bool _reported;

    private ScriptedFtpPeer(Func<ScriptedSession, Task> script, ScriptedPeerOptions options)
    {
        _script = script;
        _options = options;
        _certificates = options.Certificate is null ? new TestCertificates() : null;
        TestCertificate certificate = options.Certificate ?? _certificates!.IssueServer();
        _tls = new ScriptedTls(certificate, options.DataCertificate ?? certificate, options);
        Certificate = certificate;
        _listener = new TcpListener(options.Address, 0);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The port it listens on.</summary>
    public int Port => EndPoint.Port;

    /// <summary>The certificate of its control connections.</summary>
    public TestCertificate Certificate { get; }

    /// <summary>PEM file of the CA that issued <see cref="Certificate"/>; null when the test brought the certificate.</summary>
    public string? AuthorityFile => _certificates?.AuthorityFile;

    /// <summary>The control connections so far, in order; what the client sent stays readable after their end.</summary>
    public IReadOnlyList<ScriptedSession> Sessions => [.. _sessions];

    /// <summary>Ends when the first script ends, and throws what made it fail.</summary>
    public Task Completion
    {
        get
        {
            _reported = true;
            return _firstScript.Task;
        }
    }

    /// <summary>Starts to listen on a free port.</summary>
    public static ScriptedFtpPeer Start(Func<ScriptedSession, Task> script, ScriptedPeerOptions? options = null) =>
        new(script, options ?? new());

    /// <summary>Closes everything and throws if a script failed and nobody awaited <see cref="Completion"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Exception? failure = null;
        try
        {
            await _serving;
        }
        catch (Exception error)
        {
            failure = error;
        }

        _certificates?.Dispose();
        _stopping.Dispose();
        _firstScript.TrySetCanceled();
        if (failure is not null && !_reported)
            throw new ScriptMismatchException("The script of the peer failed: " + failure.Message, failure);
    }

    private async Task ServeAsync()
    {
        List<Task> running = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                ScriptedSession session = new(socket, _tls, _options, _stopping.Token);
                _sessions.Enqueue(session);
                running.Add(RunAsync(session));
            }
        }
        catch (Exception error) when (_stopping.IsCancellationRequested
            && error is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // Cancelled, or the listener was stopped between two connections.
            await Task.WhenAll(running);
        }
    }

    private async Task RunAsync(ScriptedSession session)
    {
        try
        {
            await _script(session);
            await session.CloseAsync();
            _firstScript.TrySetResult();
            await session.DrainAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The test is over and the script was still waiting: that is how silence is scripted.
            _firstScript.TrySetCanceled();
        }
        catch (Exception error)
        {
            _firstScript.TrySetException(error);
            throw;
        }
        finally
        {
            session.Dispose();
        }
    }
}
