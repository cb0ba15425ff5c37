using Microsoft.Extensions.Logging;
using Sealift.Cli.Certificates;
using Sealift.Core;
using Sealift.Server;
using Sealift.Tls;

namespace Sealift.Cli.Serving;

/// <summary>
/// Looks whether the file of the server's certificate was replaced, as programs that renew certificates do, and presents the new one
/// to new sessions. A file that cannot be used is warned about, and the old certificate stays.
/// </summary>
internal sealed class CertificateWatch(FtpServer server, Action<LogLevel, string> log, string certificate, string? key) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _ending = new();
    private readonly List<TlsCertificate> _presented = [];
    private Task _watching = Task.CompletedTask;

    public void Start() => _watching = WatchAsync();

    /// <summary>After the server: it may present the certificates until then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        foreach (var one in _presented) one.Dispose();
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        var known = Stamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                // Both files must be at rest: certificate and key are replaced one after the other.
                var stamp = Stamp();
                if (stamp == known) continue;
                await timer.WaitForNextTickAsync(_ending.Token);
                if (stamp != Stamp()) continue;
                known = stamp;
                lock (_presented) Use();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>Reads the files again now.</summary>
    public Task ReloadAsync()
    {
        lock (_presented) Use();
        return Task.CompletedTask;
    }

    private void Use()
    {
        try
        {
            var renewed = TlsCertificate.Load(certificate, key, Environment.GetEnvironmentVariable(Passphrases.Variable));
            _presented.Add(renewed);
            server.UseCertificates(renewed);
            log(LogLevel.Information, $"New sessions get the certificate that {TerminalText.Escape(certificate)} has now.");
        }
        catch (Exception e) when (e is TlsException or InvalidOperationException)
        {
            log(LogLevel.Warning, $"The new certificate cannot be used, the old one stays: {TerminalText.Escape(e.Message)}");
        }
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(certificate), key is null ? default : File.GetLastWriteTimeUtc(key));
}
