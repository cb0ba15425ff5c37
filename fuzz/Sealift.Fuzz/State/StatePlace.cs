using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Leftovers;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Fuzz.State;

/// <summary>A directory with a state file in it, for one run.</summary>
internal sealed class StatePlace : IDisposable
{
    private static readonly Lazy<Pattern> Made = new(MakePattern);

    private readonly TransferSide _source = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "here");
    private readonly TransferSide _target = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "there");
    private readonly DirectoryInfo _directory = MakeDirectory();

    /// <summary>The content of a file in order, with twelve unfinished files, a job and a run of it.</summary>
    public static ReadOnlySpan<byte> Good => Made.Value.Content;

    /// <summary>The key of the two sides in that file.</summary>
    public static string Pair => Made.Value.Pair;

    /// <summary>Where the file lies.</summary>
    public string File => Path.Combine(_directory.FullName, "transfers.db");

    public void Dispose() => _directory.Delete(recursive: true);

    public void Write(ReadOnlySpan<byte> content) => System.IO.File.WriteAllBytes(File, content);

    /// <summary>Opens the file and reads everything that is in it.</summary>
    /// <returns>What was saved of it; null where it was in order.</returns>
    /// <exception cref="StateException">The file cannot be used; it is as it was.</exception>
    public async Task<StateRecovery?> UseAsync()
    {
        await using var file = await StateFile.OpenAsync(File);
        await using (var journal = file.OpenJournal(_source, _target))
        {
            await foreach (var record in journal.UnfinishedAsync())
            {
                Claim.Holds(record.State is FileState.Pending or FileState.Publishing);
                Claim.Holds(await journal.FindAsync(record.Path) is { } found && found.Path == record.Path && found.State == record.State);
            }

            await journal.CompleteAsync(_target);
        }

        _ = KeptParts.Find(file, _directory.FullName);
        await foreach (var leftover in new LeftoverSearch(_target, TimeSpan.FromDays(1), file).FindAsync()) Claim.Holds(leftover.Path.Name.Length > 0);
        UseQueue(new TransferQueue(file));
        return file.Recovery;
    }

    private static void UseQueue(TransferQueue queue)
    {
        foreach (var job in queue.List()) Claim.Holds(job.Source.Length > 0 && job.Target.Length > 0 && Enum.IsDefined(job.State) && queue.Find(job.Id) is not null);
        foreach (var run in queue.History()) Claim.Holds(run.Result is not null);
        _ = queue.NextDue();
        using var held = queue.TakeRunnerLock();
        _ = queue.TakeNext();
    }

    private static DirectoryInfo MakeDirectory()
    {
        // In memory where the machine has such a place: every run waits for the disk otherwise.
        const string Memory = "/dev/shm";
        if (Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } || !Directory.Exists(Memory)) return Directory.CreateTempSubdirectory("sealift-fuzz-");
        return Directory.CreateDirectory(Path.Combine(Memory, $"sealift-fuzz-{Guid.NewGuid():n}"));
    }

    private static Pattern MakePattern()
    {
        using var place = new StatePlace();
        Completed.Wait(place.MakeAsync());
        using var database = SqliteDatabase.Open(place.File, LibSqlite.OpenReadWrite);
        var pair = database.Find("SELECT pair FROM file")!;
        return new Pattern(System.IO.File.ReadAllBytes(place.File), pair);
    }

    private async Task MakeAsync()
    {
        await using var file = await StateFile.OpenAsync(File);
        var queue = new TransferQueue(file);
        queue.Add(new NewJob("here", "there"));
        queue.Add(new NewJob("here", "there"));
        using (queue.TakeRunnerLock())
        {
            var job = queue.TakeNext()!;
            queue.End(job.Id, new JobResult(JobOutcome.Done, job.Started!.Value, job.Started.Value));
        }

        await using var journal = file.OpenJournal(_source, _target);
        for (var i = 0; i < 12; i++)
        {
            await journal.WriteAsync(new FileRecord(FtpPath.Parse($"d/file{i}"), FileState.Pending)
            {
                Part = FtpPath.Parse($"d/.file{i}.x{LocalFileStore.PartSuffix}"),
                SourceSize = i,
                SourceModified = FtpTimestamp.FromUtc(FixedTime.Now.GetUtcNow()),
            });
        }
    }

    private sealed record Pattern(byte[] Content, string Pair);
}
