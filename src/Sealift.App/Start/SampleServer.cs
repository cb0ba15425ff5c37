using System.Net;
using Sealift.App.Live;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Serving;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Sites;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.App.Start;

/// <summary>The practice server of the first minutes: the embedded server on this machine alone, with a password and a key made for it, and files to play with. All of it goes when the app ends.</summary>
/// <param name="time">The clock.</param>
/// <param name="log">What happens.</param>
/// <param name="root">Where its files are; null for the usual place.</param>
internal sealed class SampleServer(TimeProvider time, EventLog log, string? root = null) : ILiveSource, IAsyncDisposable
{
    private const string User = "guest";

    private readonly SemaphoreSlim _lock = new(1, 1);
    private Running? _running;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Where it is, as a person would type it; null while it does not run.</summary>
    public string? Address => _running is { } running ? $"ftpes://{User}@{running.EndPoint}/" : null;

    /// <summary>The folder of this machine that the practice begins with; null while it does not run.</summary>
    public string? LocalFolder => _running?.LocalFolder;

    /// <summary>What is known of a server that is this one, as if it were typed: its key and where its password is.</summary>
    public ConnectionSettings? Find(RemoteLocation location) =>
        _running is { } running && location.Site is null && location.Port == running.EndPoint.Port && location.Host == running.EndPoint.Address.ToString()
            ? running.Settings
            : null;

    /// <summary>Starts it, where it does not run yet.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            if (_running is not null) return;
            _running = await RunAsync(cancellationToken);
            log.Add(LogLevel.Information, "practice", $"the practice server listens on {_running.EndPoint}");
        }
        finally
        {
            _lock.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Stops it and removes its files.</summary>
    public async Task StopAsync()
    {
        await _lock.WaitAsync();
        try
        {
            if (_running is not { } running) return;
            _running = null;
            await running.DisposeAsync();
            log.Add(LogLevel.Information, "practice", "the practice server has stopped, and its files are gone");
        }
        finally
        {
            _lock.Release();
        }

        Changed?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _lock.Dispose();
    }

    private async Task<Running> RunAsync(CancellationToken cancellationToken)
    {
        var holder = PracticeFolder.Create(root ?? PracticeFolder.DefaultRoot);
        var folder = holder.FullName;
        TlsCertificate? certificate = null;
        FtpServer? server = null;
        try
        {
            await SampleFiles.WriteAsync(folder, cancellationToken);
            var password = GeneratedPassword.Create();
            var passwordFile = Path.Join(folder, "password");
            await WritePrivateAsync(passwordFile, password, cancellationToken);
            certificate = SelfSignedCertificate.Create([], time);
            server = new FtpServer(new FtpServerOptions
            {
                Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
                Certificate = certificate,
                Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(password), Store = new LocalFileStore(SampleFiles.ServerFolder(folder)) }],
                Limits = new FtpServerLimits { StopTimeout = TimeSpan.FromSeconds(1) },
            });
            await server.StartAsync(cancellationToken);
            var settings = ConnectionSettings.None.With(KnownSettings.Pin, SpkiPin.Of(certificate.Leaf).ToString()).With(KnownSettings.PasswordFile, passwordFile);
            return new Running(holder, certificate, server, settings);
        }
        catch
        {
            if (server is not null) await server.DisposeAsync();
            certificate?.Dispose();
            holder.Dispose();
            throw;
        }
    }

    private static async Task WritePrivateAsync(string file, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }

    private sealed class Running(PracticeFolder folder, TlsCertificate certificate, FtpServer server, ConnectionSettings settings) : IAsyncDisposable
    {
        public IPEndPoint EndPoint { get; } = server.ExplicitEndPoints[0];

        public string LocalFolder { get; } = SampleFiles.LocalFolder(folder.FullName);

        public ConnectionSettings Settings => settings;

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            certificate.Dispose();
            folder.Dispose();
        }
    }
}
