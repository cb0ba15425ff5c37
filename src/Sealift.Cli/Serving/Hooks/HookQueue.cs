using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sealift.Core;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>The events that wait for one hook, and those who work on them.</summary>
internal sealed class HookQueue
{
    private const int MaxWaiting = 1000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Channel<FtpServerEvent> _waiting = Channel.CreateBounded<FtpServerEvent>(MaxWaiting);
    private readonly Hook _hook;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationToken _ending;
    private readonly Task _working;
    private long _leftOut;

    public HookQueue(Hook hook, ILogger logger, TimeProvider time, CancellationToken ending)
    {
        _hook = hook;
        _logger = logger;
        _time = time;
        _ending = ending;
        _working = Task.WhenAll(Enumerable.Range(0, hook.Concurrency).Select(_ => Task.Run(WorkAsync)));
    }

    public void Take(FtpServerEvent happened)
    {
        if (!_hook.Matches(happened) || _waiting.Writer.TryWrite(happened)) return;
        HookLog.LeftOut(_logger, _hook.Name, happened.Name, SessionOf(happened), Interlocked.Increment(ref _leftOut));
    }

    /// <summary>Takes no more, and ends when nothing waits, or at the end that was given.</summary>
    public async Task FinishAsync()
    {
        var isFirst = _waiting.Writer.TryComplete();
        await _working;
        if (isFirst && _waiting.Reader.Count > 0) HookLog.NotDone(_logger, _hook.Name, _waiting.Reader.Count);
    }

    private static long SessionOf(FtpServerEvent happened) => ((FtpSessionEvent)happened).Session.Id;

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var happened in _waiting.Reader.ReadAllAsync(_ending)) await DoAsync(happened);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task DoAsync(FtpServerEvent happened)
    {
        var delivery = Guid.NewGuid();
        for (var attempt = 1; ; attempt++)
        {
            var began = _time.GetTimestamp();
            var end = await TryAsync(happened, delivery);
            if (end.Failure is null)
            {
                var output = end.Output.Length > 0 ? $": {TerminalText.Escape(end.Output)}" : "";
                HookLog.Done(_logger, _hook.Name, happened.Name, SessionOf(happened), _time.GetElapsedTime(began).TotalSeconds, output);
                return;
            }

            var reason = TerminalText.Escape(end.Failure);
            if (end.IsFinal || attempt >= _hook.Attempts || _ending.IsCancellationRequested)
            {
                HookLog.GivenUp(_logger, _hook.Name, happened.Name, SessionOf(happened), attempt, reason);
                return;
            }

            var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), LongestPause.TotalSeconds));
            HookLog.TriedAgain(_logger, _hook.Name, happened.Name, SessionOf(happened), attempt, pause.TotalSeconds, reason);
            await Task.Delay(pause, _time, _ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HookAttempt> TryAsync(FtpServerEvent happened, Guid delivery)
    {
        try
        {
            return _hook.Address is null
                ? await HookCommand.RunAsync(_hook, happened, _ending)
                : await HookPost.SendAsync(_hook, happened, delivery, _time.GetUtcNow(), _ending);
        }
        catch (Exception e) when (e is InvalidOperationException or UnauthorizedAccessException or IOException)
        {
            return new HookAttempt(e.Message); // one event may fail; the next ones are worked on
        }
    }
}
