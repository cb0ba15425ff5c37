using System.Globalization;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.TestKit.Stores;
using Sealift.Tls.Trust;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;
using Sealift.Transfer.Running;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>The files of one case on both sides, before and after, and how its operation is carried out.</summary>
internal sealed class SweepWorld : IAsyncDisposable
{
    public const string File = "a";
    public const string Surplus = "gone";

    private static readonly DateTimeOffset OldTime = new(2021, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NewTime = new(2022, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SweepLane _lane;
    private readonly TestCertificates _certificates;
    private readonly Dictionary<string, HashSet<string>> _allowed = new(StringComparer.Ordinal);
    private readonly TempDirectory? _directory;
    private FtpHostMemory _hosts = new();
    private readonly MemoryTransferJournal _journal = new();
    private readonly string _user;

    private SweepWorld(SweepCase @case, SweepLane lane, TestCertificates certificates)
    {
        Case = @case;
        _lane = lane;
        _certificates = certificates;
        _directory = @case.OnDisk ? new TempDirectory(Directory.Exists("/dev/shm") ? "/dev/shm" : null) : null;
        Local = _directory is null ? new MemoryFileStore() : new LocalFileStore(_directory.Path);
        WatchedLocal = new WatchedStore(Local, _allowed);
        WatchedRemote = new WatchedStore(Remote, _allowed);
        _user = lane.AddHome(WatchedRemote);
    }

    public SweepCase Case { get; }

    public IFileStore Local { get; }

    public MemoryFileStore Remote { get; } = new();

    public WatchedStore WatchedLocal { get; }

    public WatchedStore WatchedRemote { get; }

    /// <summary>The store that files come from and the one that they go to.</summary>
    public (IFileStore Source, IFileStore Target) Direction => Case.Operation is SweepOperation.Put or SweepOperation.Sync ? (Local, Remote) : (Remote, Local);

    /// <summary>The files of the source before the first run, by path, with their checksums.</summary>
    public IReadOnlyDictionary<string, string> SourceBefore { get; private set; } = new Dictionary<string, string>();

    /// <summary>The files of the target before the first run.</summary>
    public IReadOnlyDictionary<string, string> TargetBefore { get; private set; } = new Dictionary<string, string>();

    public static async Task<SweepWorld> MakeAsync(SweepCase @case, SweepLane lane, TestCertificates certificates)
    {
        var world = new SweepWorld(@case, lane, certificates);
        var (source, target) = world.Direction;
        if (@case.Operation == SweepOperation.List)
        {
            for (var i = 0; i < 12; i++) await world.WriteAsync(source, string.Create(CultureInfo.InvariantCulture, $"file {i}"), 10 + i, seed: i, NewTime);
        }
        else if (@case.Operation != SweepOperation.Login)
        {
            await world.WriteAsync(source, File, @case.Size, seed: 1, NewTime);
            await world.WriteAsync(target, File, (@case.Size / 3) + 7, seed: 2, OldTime);
        }

        if (@case.Operation == SweepOperation.Sync)
        {
            await world.WriteAsync(source, "d/b", @case.Size / 2, seed: 3, NewTime);
            await world.WriteAsync(target, Surplus, 77, seed: 4, OldTime);
        }

        world.SourceBefore = await FilesAsync(source);
        world.TargetBefore = await FilesAsync(target);
        return world;
    }

    /// <summary>The source's file gets another content of the same size within the same minute.</summary>
    public Task ChangeSourceAsync() => WriteAsync(Direction.Source, File, Case.Size, seed: 5, NewTime + TimeSpan.FromSeconds(20));

    /// <summary>Knows nothing of the server any more, like a process that has just begun: a login that was refused is not tried again within one.</summary>
    public void ForgetServer() => _hosts = new FtpHostMemory();

    /// <summary>Logs in and leaves: from then on there is a server, as far as this client knows.</summary>
    public async Task MeetAsync()
    {
        await LogInAsync(Options(TimeProvider.System), CancellationToken.None);
        await _lane.QuietenAsync();
    }

    /// <summary>Does what the case does, and tells how it ended.</summary>
    public async Task<SweepOutcome> RunAsync(TimeProvider time, RetryPolicy retry, CancellationToken cancellationToken)
    {
        var options = Options(time);
        try
        {
            return Case.Operation switch
            {
                SweepOperation.Login => await LogInAsync(options, cancellationToken),
                SweepOperation.List => await ListAsync(options, cancellationToken),
                _ => await CarryAsync(options, time, retry, cancellationToken),
            };
        }
        catch (Exception e)
        {
            return new SweepOutcome { Error = e };
        }
    }

    private FtpClientOptions Options(TimeProvider time) => new()
    {
        Host = _lane.Host,
        Port = Case.IsAnswered ? _lane.RepliesPort : Case.Mode == FtpTlsMode.Implicit ? _lane.ImplicitPort : _lane.ExplicitPort,
        Mode = Case.Mode,
        Credential = FtpCredential.WithPassword(_user, SweepLane.Password),
        Trust = new TrustPolicy { Roots = [_certificates.Authority] },
        MinTlsVersion = Case.Version,
        MaxTlsVersion = Case.Version,
        TlsBackend = Case.Backend,
        TimeProvider = time,
        Hosts = _hosts,
        Profile = ServerProfile.None,
    };

    public async ValueTask DisposeAsync()
    {
        _lane.RemoveHome(_user);
        _directory?.Dispose();
        await Task.CompletedTask;
    }

    /// <summary>The files of a store by path, with their checksums.</summary>
    public static async Task<SortedDictionary<string, string>> FilesAsync(IFileStore store, FtpPath? directory = null)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        List<FtpEntry> entries = [];
        await foreach (var entry in store.ListAsync(directory ?? FtpPath.Home)) entries.Add(entry);
        foreach (var entry in entries)
        {
            var path = (directory ?? FtpPath.Home).Append(entry.Name);
            if (entry.Kind == FtpEntryKind.Directory)
            {
                foreach (var (name, hash) in await FilesAsync(store, path)) files[name] = hash;
                continue;
            }

            await using var content = await store.OpenReadAsync(path);
            files[path.ToString()] = Convert.ToHexString(await SHA256.HashDataAsync(content));
        }

        return files;
    }

    private static async Task<SweepOutcome> LogInAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        await using var client = await FtpClient.ConnectAsync(options, cancellationToken);
        await client.QuitAsync(cancellationToken);
        return new SweepOutcome();
    }

    private static async Task<SweepOutcome> ListAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        await using var client = await FtpClient.ConnectAsync(options, cancellationToken);
        List<string> names = [];
        await foreach (var entry in client.ListAsync(FtpPath.Home, cancellationToken)) names.Add(entry.Name);
        return new SweepOutcome { Listed = names };
    }

    private async Task<SweepOutcome> CarryAsync(FtpClientOptions options, TimeProvider time, RetryPolicy retry, CancellationToken cancellationToken)
    {
        var sessions = Case.Operation == SweepOperation.Sync ? 2 : 1;
        var pool = new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = sessions });
        await using var there = TransferSide.Ftp(pool, FtpPath.Root, "there", "there");
        await using var here = TransferSide.Of(WatchedLocal, FtpPath.Home, "here");
        var (source, target) = Case.Operation is SweepOperation.Put or SweepOperation.Sync ? (here, there) : (there, here);
        var runOptions = new TransferRunOptions
        {
            Sessions = sessions,
            Journal = _journal,
            Retry = retry,
            IsMove = Case.Operation == SweepOperation.Move,
            TimeProvider = time,
        };
        var runner = Case.Operation == SweepOperation.Sync
            ? new TransferRunner(new TransferPlan(source, target, new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None, TimeProvider = time }), runOptions)
            : new TransferRunner(source, target, FileSteps(source, target, time).StepsAsync(cancellationToken), runOptions);
        List<TransferEvent> events = [];
        await foreach (var happened in runner.RunAsync(cancellationToken)) events.Add(happened);
        return new SweepOutcome { Summary = ((RunFinished)events[^1]).Summary, Done = [.. events.OfType<FileDone>()] };
    }

    // As the queue copies a single file, whatever the target has.
    private static FileStep FileSteps(TransferSide source, TransferSide target, TimeProvider time) => new(
        new PreparedJob(source, target) { Plan = new TransferPlanOptions { Existing = ExistingPolicy.ReplaceAlways, TimeProvider = time } },
        FtpPath.Parse(File));

    private async Task WriteAsync(IFileStore store, string path, int size, int seed, DateTimeOffset time)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++) content[i] = (byte)((i * 7) + (i >> 8) + (i >> 16) + (seed * 101));
        var file = FtpPath.Parse(path);
        for (var parent = file.Parent; parent is { IsTop: false }; parent = parent.Parent) await store.CreateDirectoryAsync(parent);
        await using (var stream = await store.OpenWriteAsync(file, FileWriteOptions.Replace))
        {
            await stream.WriteAsync(content);
            await stream.CompleteAsync();
        }

        await store.SetModifiedAsync(file, time);
        if (!_allowed.TryGetValue(path, out var known)) _allowed[path] = known = new HashSet<string>(StringComparer.Ordinal);
        known.Add(Convert.ToHexString(SHA256.HashData(content)));
    }
}
