using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sealift.Cli.Serving;

/// <summary>
/// Tells systemd how the service is (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names, in the file system or abstract. Without that
/// variable nothing is done.
/// </summary>
internal sealed class ServiceNotifier : IAsyncDisposable
{
    // A manager reads at once, or its queue has room; one that does neither holds up nothing for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ending = new();
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _target;
    private Task _watchdog = Task.CompletedTask;

    private ServiceNotifier(string? name)
    {
        if (string.IsNullOrEmpty(name) || OperatingSystem.IsWindows()) return;
        // unix(7): an abstract name begins with a zero byte, which the variable writes as @.
        _target = new UnixDomainSocketEndPoint(name[0] == '@' ? '\0' + name[1..] : name);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    }

    /// <summary>By the environment of this process.</summary>
    public static ServiceNotifier Open() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>The service is up; the watchdog of the unit, if it has one, is fed from now on.</summary>
    public async Task ReadyAsync(string status)
    {
        await SendAsync($"READY=1\nSTATUS={status}");
        if (_socket is not null && FindWatchdog() is { } interval) _watchdog = FeedAsync(interval);
    }

    /// <summary>The configuration is read again; then comes <see cref="ReadyAgainAsync"/>.</summary>
    public Task ReloadingAsync()
    {
        // The time of CLOCK_MONOTONIC, in microseconds, is what Type=notify-reload compares.
        var now = TimeProvider.System.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
        return SendAsync(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={now}"));
    }

    public Task ReadyAgainAsync() => SendAsync("READY=1");

    public Task StoppingAsync(string status) => SendAsync($"STOPPING=1\nSTATUS={status}");

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watchdog;
        _socket?.Dispose();
        _ending.Dispose();
    }

    // sd_watchdog_enabled(3): twice in the time that the unit allows, and only where it is this process that is meant.
    private static TimeSpan? FindWatchdog()
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds == 0)
            return null;
        var process = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        return string.IsNullOrEmpty(process) || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            ? TimeSpan.FromMicroseconds(microseconds / 2.0)
            : null;
    }

    private async Task FeedAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token)) await SendAsync("WATCHDOG=1");
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    // A service manager that does not listen is no reason for a server to stop.
    private async Task SendAsync(string text)
    {
        if (_socket is null) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        patience.CancelAfter(Patience);
        try
        {
            await _socket.SendToAsync(Encoding.UTF8.GetBytes(text), SocketFlags.None, _target!, patience.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return;
        }
    }
}
