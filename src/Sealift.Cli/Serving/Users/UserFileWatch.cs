using Microsoft.Extensions.Logging;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Server;
using Sealift.Tls;

namespace Sealift.Cli.Serving.Users;

/// <summary>
/// Looks whether the file of users was changed, and lets its users log in from then on; sessions go on. A file that cannot be used is warned
/// about, and the old users stay.
/// </summary>
internal sealed class UserFileWatch(FtpServer server, Action<LogLevel, string> log, ServedUsers users, FtpServerOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _watching = Task.CompletedTask;

    public void Start() => _watching = WatchAsync();

    /// <summary>Reads the file again now.</summary>
    public Task ReloadAsync()
    {
        Use();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                if (!users.IsChanged) continue;

                // It must be at rest: what is half written would be half the users.
                var stamp = users.Store.Stamp();
                await timer.WaitForNextTickAsync(_ending.Token);
                if (stamp == users.Store.Stamp()) Use();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private void Use()
    {
        try
        {
            lock (_lock) users.Use(server, options);
            log(LogLevel.Information, $"The users are those that {TerminalText.Escape(users.Store.Path)} has now.");
        }
        catch (Exception e) when (e is CommandException or TlsException or ArgumentException or InvalidOperationException or IOException)
        {
            log(LogLevel.Warning, $"The new users cannot be used, the old ones stay: {e.Message}");
        }
    }
}
