using System.Security.Authentication;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Pooling;

/// <summary>A server that allows so many sessions at once and refuses the others at a stage of the test's choice. It counts.</summary>
internal sealed class LimitedPeer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<ScriptedSession, Task> _serve;
    private int _now;

    public LimitedPeer(int limit = int.MaxValue, RefusalStage stage = RefusalStage.Greeting, Func<ScriptedSession, Task>? serve = null)
    {
        Limit = limit;
        Stage = stage;
        _serve = serve ?? (session => ClientsMayGo ? session.AnswerUntilEndAsync() : session.AnswerToTheEndAsync());
        Peer = ScriptedFtpPeer.Start(RunAsync);
    }

    public ScriptedFtpPeer Peer { get; }

    public int Limit { get; set; }

    public RefusalStage Stage { get; }

    /// <summary>Whether a client may go away in the middle of a login, as one that was cancelled does.</summary>
    public bool ClientsMayGo { get; init; }

    /// <summary>Sessions that were let in and have not ended.</summary>
    public int Now
    {
        get { lock (_gate) return _now; }
    }

    /// <summary>The most of them at once.</summary>
    public int Most { get; private set; }

    /// <summary>Connections refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Clients that went away in the middle.</summary>
    public int Departed { get; private set; }

    /// <summary>What the pools under test connect with, by the system's clock: they pause between attempts, and that is sat out.</summary>
    public FtpClientOptions Options => Peer.Options() with { TimeProvider = TimeProvider.System };

    /// <summary>The pool under test.</summary>
    public FtpClientPool Pool(FtpClientPoolOptions? options = null, Func<FtpClientOptions, FtpClientOptions>? change = null) =>
        new(change is null ? Options : change(Options), options);

    /// <summary>Waits until nobody is logged in any more.</summary>
    public async Task AssertEmptyAsync()
    {
        foreach (var session in Peer.Sessions) await session.Ended.WaitAsync(Scripted.HangGuard, Scripted.Stop);
        Assert.Equal(0, Now);
    }

    public ValueTask DisposeAsync() => Peer.DisposeAsync();

    private async Task RunAsync(ScriptedSession session)
    {
        try
        {
            await LetInOrRefuseAsync(session);
        }
        catch (Exception e) when (ClientsMayGo && e is (ScriptMismatchException or IOException or AuthenticationException))
        {
            Departed++;
        }
    }

    private async Task LetInOrRefuseAsync(ScriptedSession session)
    {
        if (!TryEnter())
        {
            await RefuseAsync(session);
            return;
        }

        try
        {
            await session.BeginExplicitAsync();
            await _serve(session);
        }
        finally
        {
            lock (_gate) _now--;
        }
    }

    private bool TryEnter()
    {
        lock (_gate)
        {
            if (_now >= Limit)
            {
                Refused++;
                return false;
            }

            Most = Math.Max(Most, ++_now);
            return true;
        }
    }

    private async Task RefuseAsync(ScriptedSession session)
    {
        switch (Stage)
        {
            case RefusalStage.Greeting:
                await session.SendAsync("421 Zu viele.");
                break;
            case RefusalStage.GreetingForGood:
                await session.SendAsync("530 Trop.");
                break;
            case RefusalStage.Silently:
                break;
            default:
                await session.BeginUntilAsync("PASS");
                await session.SendAsync(Stage == RefusalStage.Password ? "530 Demasiados." : "421 Troppi.");
                break;
        }
    }
}
