using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>
/// Says NOOP when the session was idle for long. It takes the session's turn like any other command, so that its reply cannot be
/// taken for another's: an operation that begins meanwhile waits for that reply first, and during a transfer nothing is said.
/// </summary>
internal sealed class KeepAlive : IAsyncDisposable
{
    private static readonly FtpCommand Noop = new("NOOP");

    private readonly FtpSession _session;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _running;

    public KeepAlive(FtpSession session, TimeSpan interval)
    {
        _session = session;
        _interval = interval;
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task RunAsync()
    {
        var connection = _session.Channel.Connection;
        try
        {
            while (connection.Failure is null)
            {
                var left = _interval - _session.IdleTime;
                if (left <= TimeSpan.Zero)
                {
                    await SpeakAsync().ConfigureAwait(false);
                    left = _interval;
                }

                await Task.Delay(left, _session.Options.TimeProvider, _ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            return; // the session ends
        }
        catch (FtpException e)
        {
            // The session is dead, and whoever uses it next is told why.
            connection.Feed.Note($"the session ended while it was idle: {e.Message}");
        }
    }

    private async ValueTask SpeakAsync()
    {
        if (_session.TryBeginIdle() is not { } turn) return;
        try
        {
            await _session.Channel.ExecuteAsync(Noop, _ended.Token).ConfigureAwait(false);
        }
        finally
        {
            _session.End();
            turn.SetResult();
        }
    }
}
