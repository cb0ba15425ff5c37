using System.CommandLine;
using Sealift.App.Connecting;
using Sealift.App.Live;
using Sealift.App.Sites;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor;
using Sealift.Sites;

namespace Sealift.App.Doctor;

/// <summary>The examinations since the app was started; the newest. They are made as the command makes them.</summary>
internal sealed class DoctorRuns : ILiveSource
{
    /// <summary>The most that are kept.</summary>
    public const int Capacity = 20;

    private readonly Lock _lock = new();
    private readonly List<DoctorRun> _runs = [];
    private readonly AppTerminal _terminal;
    private readonly SessionRecords _records;
    private readonly SavedSites _sites;
    private readonly TimeProvider _time;
    private readonly ConnectionOptions _options;
    private readonly System.CommandLine.ParseResult _nothingTyped;
    private int _number;

    public DoctorRuns(AppTerminal terminal, SessionRecords records, SavedSites sites, TimeProvider time)
    {
        (_terminal, _records, _sites, _time) = (terminal, records, sites, time);
        var command = new Command("doctor");
        _options = new ConnectionOptions(command) { Vault = terminal.Vault, IsExamination = true };
        _nothingTyped = command.Parse([]);
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<DoctorRun> All
    {
        get
        {
            lock (_lock) return [.. _runs.AsEnumerable().Reverse()];
        }
    }

    /// <summary>The examination of a number; null if there is none.</summary>
    public DoctorRun? Find(int number) => All.FirstOrDefault(run => run.Number == number);

    /// <summary>Begins an examination.</summary>
    public DoctorRun Start(DoctorRequest request)
    {
        DoctorRun run;
        lock (_lock)
        {
            run = new DoctorRun(++_number, request, _time.GetUtcNow());
            _runs.Add(run);
            if (_runs.Count > Capacity && _runs.FirstOrDefault(static old => !old.IsRunning) is { } oldest)
            {
                _runs.Remove(oldest);
                oldest.Dispose();
            }
        }

        // Not on the window's thread: it goes on without the window, and keeps none from being drawn.
        _ = Task.Run(() => RunAsync(run));
        Changed?.Invoke();
        return run;
    }

    private async Task RunAsync(DoctorRun run)
    {
        await run.RunAsync(_terminal.Terminal, PrepareAsync);
        _sites.Tell(); // the dates of a certificate may have been seen
        Changed?.Invoke();
    }

    private async Task<DoctorOptions> PrepareAsync(DoctorRequest request, CancellationToken cancellationToken)
    {
        var location = ExaminedServer.Read(request.Address.Trim());
        if (!request.LogsIn) location = WithoutUser(location);
        var client = await _options.ResolveAsync(_terminal.Terminal, _nothingTyped, location, stdinIsData: false, cancellationToken);
        if (client.Mode == FtpTlsMode.PlaintextUnsafe)
            throw CommandException.Usage("\"No TLS at all\" means nothing to the doctor: it says no password in clear text.", "Take it out of the site; a server without TLS is examined as far as that goes.");
        return new DoctorOptions
        {
            Client = _records.Observe(client with { Challenge = null }, "doctor"),
            LogsIn = request.LogsIn && client.Credential != FtpCredential.Anonymous,
            MayWrite = request.MayWrite,
            Roots = TrustChoice.FindRoots(_options.FindAuthorities(_nothingTyped, location)),
        };
    }

    private static RemoteLocation WithoutUser(RemoteLocation location)
    {
        var url = location.Url;
        var site = location.Site is { } saved ? saved.With(saved.Values.Without(KnownSettings.User)) : null;
        return new RemoteLocation(new FtpUrl(url.Mode, url.Host, url.HasPort ? url.Port : null, user: null, password: null, url.Path, url.IsDirectory), site);
    }
}
