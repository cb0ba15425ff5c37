using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sealift.Transfer.Journals;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.State;

/// <summary>
/// The file that remembers what must survive the end of the process: the journal of runs and the queue. SQLite in WAL mode, for its owner
/// alone (0600 in a directory 0700). Several processes may have it open.
/// </summary>
/// <remarks>
/// A file of a newer version, or of something else, is left alone. A damaged one is kept under another name, and what is good in it goes on in a
/// new file; <see cref="Recovery"/> tells.
/// </remarks>
public sealed class StateFile : IAsyncDisposable
{
    private const int ApplicationIdOffset = 68;

    private readonly Lock _gate = new();
    private readonly FileStream _presence;
    private readonly SqliteDatabase _database;
    private readonly StateFileOptions _options;

    private StateFile(string path, FileStream presence, SqliteDatabase database, StateRecovery? recovery, StateFileOptions options)
    {
        Path = path;
        _presence = presence;
        _database = database;
        _options = options;
        Recovery = recovery;
    }

    /// <summary>
    /// The user's own file: <c>transfers.db</c> in <c>SEALIFT_STATE</c> if set, else in <c>sealift</c> in <c>%LOCALAPPDATA%</c> on Windows and in
    /// <c>$XDG_STATE_HOME</c> or <c>~/.local/state</c> elsewhere.
    /// </summary>
    /// <exception cref="StateException">There is no home directory.</exception>
    public static string DefaultPath => System.IO.Path.Join(StateDirectory.Find(), "transfers.db");

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>What became of a damaged file when this one was opened; null where it was in order.</summary>
    public StateRecovery? Recovery { get; }

    internal TimeProvider Time => _options.Time;

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <param name="path">The file, such as <see cref="DefaultPath"/>; missing directories are made.</param>
    /// <param name="options">The clock and this process's name; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait for another process that makes or repairs the file.</param>
    /// <exception cref="StateException">It cannot be used; it was left as it is.</exception>
    public static async ValueTask<StateFile> OpenAsync(string path, StateFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = System.IO.Path.GetFullPath(path);
        try
        {
            return await OpenCoreAsync(path, options ?? new StateFileOptions(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StateErrors.IsOfTheFile(e))
        {
            throw StateErrors.Translate(path, e);
        }
    }

    /// <summary>Opens the journal of the runs between two sides. One process at a time works on a target.</summary>
    /// <param name="source">Where the files come from.</param>
    /// <param name="target">Where they go.</param>
    /// <exception cref="StateException">Another process works on the target (<see cref="StateFailure.Locked"/>), or the file cannot be used.</exception>
    public TransferJournal OpenJournal(TransferSide source, TransferSide target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var targetKey = KeyOf(target);
        var lockName = $"target-{KeyOf(targetKey):x16}";
        var held = Take(lockName, $"Another process writes to {target.Name}", PlaceOf(target));
        try
        {
            RequireNoOverlap(lockName, PlaceOf(target), target.Name);
            return StateErrors.Guard(Path, () => TransferJournal.Open(this, KeyOf($"{KeyOf(source)}\n{targetKey}"), source.Name, target, lockName, held));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Takes something that one process at a time may have.</summary>
    /// <param name="name">Its name: letters, digits and dashes.</param>
    /// <param name="taken">What to say when another process has it.</param>
    /// <param name="place">The directory that it is about; null for none.</param>
    /// <exception cref="StateException">Another process has it (<see cref="StateFailure.Locked"/>), or the lock cannot be made.</exception>
    internal StateLock Take(string name, string taken, string? place = null)
    {
        if (TryTake(name, out var owner, place) is { } taking) return taking;
        throw IsTaken(taken, owner);
    }

    private static StateException IsTaken(string taken, LockOwner? owner)
    {
        var who = owner is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (process {owner.Pid} since {owner.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z: {owner.Command})");
        return new StateException(StateFailure.Locked, $"{taken}{who}.", "Wait until it is done, or stop it; two at once would undo each other's work.") { Owner = owner };
    }

    /// <summary>Takes something that one process at a time may have; null where another one has it.</summary>
    internal StateLock? TryTake(string name, out LockOwner? owner, string? place = null)
    {
        var me = new LockOwner(Environment.ProcessId, Time.GetUtcNow(), _options.Command)
        {
            Started = ProcessStart.Find(Environment.ProcessId),
            Machine = Environment.MachineName,
            Place = place,
        };
        LockOwner? other = null;
        var taken = StateErrors.Guard(Path, () =>
        {
            OwnerOnly.CreateDirectory(LockDirectory);
            return StateLock.TryTake(System.IO.Path.Join(LockDirectory, name + ".lock"), me, out other);
        });
        owner = other;
        return taken;
    }

    // Each takes its own lock first and looks at the others then: of two that come at once at least one sees the other.
    private void RequireNoOverlap(string name, string place, string target)
    {
        foreach (var (other, owner) in StateLock.FindAlive(LockDirectory, Environment.MachineName))
        {
            if (other == name || owner.Place is not { } theirs) continue;
            if (theirs.StartsWith(place, StringComparison.Ordinal)) throw IsTaken($"Another process writes to a directory inside {target}", owner);
            if (place.StartsWith(theirs, StringComparison.Ordinal)) throw IsTaken($"Another process writes to a directory that {target} lies in", owner);
        }
    }

    private string LockDirectory => System.IO.Path.Join(System.IO.Path.GetDirectoryName(Path), "locks");

    /// <summary>Reads.</summary>
    internal T Read<T>(Func<SqliteDatabase, T> work) => StateErrors.Guard(Path, () =>
    {
        lock (_gate) return work(_database);
    });

    /// <summary>Changes something, as one transaction that survives a power cut once this returns.</summary>
    internal T Change<T>(Func<SqliteDatabase, T> work) => StateErrors.Guard(Path, () =>
    {
        lock (_gate)
        {
            T result = default!;
            _database.InTransaction(() => result = work(_database));
            return result;
        }
    });

    /// <summary>Another connection to the file.</summary>
    internal SqliteDatabase Connect() => Connect(Path);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate) _database.Dispose();
        return _presence.DisposeAsync();
    }

    // A directory of this machine is one and the same, whichever directory above it the store begins with.
    private static string KeyOf(TransferSide side) => side.Kind == TransferSideKind.Local
        ? side.Identity.TrimEnd('/') + (side.Root.IsTop ? "" : "/" + string.Join('/', side.Root.Segments))
        : $"{side.Identity}\n{side.Root}";

    // It ends with a slash, so that a directory's place begins as that of the one it lies in. How a path from the login directory and an absolute one
    // of a server lie to each other is not known here.
    private static string PlaceOf(TransferSide side)
    {
        var above = side.Kind == TransferSideKind.Local ? side.Identity.TrimEnd('/') : $"{side.Identity}\n{(side.Root.IsAbsolute ? "" : "~")}";
        return $"{above}/{string.Concat(side.Root.Segments.Select(static name => name + "/"))}";
    }

    private static long KeyOf(string text) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async ValueTask<StateFile> OpenCoreAsync(string path, StateFileOptions options, CancellationToken cancellationToken)
    {
        OwnerOnly.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var presence = new StatePresence(path, options.Time);
        StateRecovery? recovery = null;
        while (true)
        {
            if (!IsThere(path))
            {
                using var alone = presence.TryAlone();
                if (alone is not null && !IsThere(path)) Make(path);
            }

            var shared = IsThere(path) ? presence.TryShare() : null;
            if (shared is null)
            {
                await presence.PauseAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                var (database, problem) = TryOpen(path);
                if (database is not null) return new StateFile(path, shared, database, recovery, options);
                RequireOurs(path, problem);
                if (recovery is not null) throw StillDamaged(path);
            }
            catch
            {
                shared.Dispose();
                throw;
            }

            shared.Dispose();
            recovery = Recover(path, presence, options.Time);
        }
    }

    private static bool IsThere(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    // Made under another name, so that nobody sees half of it.
    private static void Make(string path)
    {
        var made = path + ".new";
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm", "-journal"]) File.Delete(made + suffix);
        StateSchema.CreateFile(made, static _ => { });
        File.Move(made, path, overwrite: true);
    }

    private static void RequireOurs(string path, StateFailure? problem)
    {
        if (problem != StateFailure.NotOurs) return;
        throw new StateException(
            StateFailure.NotOurs,
            $"{path} was written by a newer version of Sealift or by another program. It was left as it is.",
            "Use that version, or move the file away: what it remembers of queue and runs goes with it.");
    }

    private static (SqliteDatabase? Database, StateFailure? Problem) TryOpen(string path)
    {
        SqliteDatabase? database = null;
        try
        {
            database = Connect(path);
            var problem = HasKnownFormat(path) ? StateSchema.FindProblem(database) : StateFailure.Damaged;
            if (problem is null)
            {
                if (database.Find("PRAGMA journal_mode = WAL") == "wal") return (database, null);
                throw new StateException(
                    StateFailure.Unusable,
                    $"{path} is on a disk that cannot share memory between processes.",
                    "Name a directory on a local disk in SEALIFT_STATE.");
            }

            database.Dispose();
            return (null, problem);
        }
        catch (SqliteException e) when (e.MayBeDamage)
        {
            database?.Dispose();
            return (null, LooksOurs(path) ? StateFailure.Damaged : StateFailure.NotOurs);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    // Bytes 18 and 19 say who may write and read: 2 in WAL mode, 1 otherwise. Any other number makes the file silently read-only.
    private static bool HasKnownFormat(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[20];
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || header.AsSpan(18) is [1 or 2, 1 or 2];
    }

    // Whether a file that SQLite cannot read has our mark, or was cut before it.
    private static bool LooksOurs(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[ApplicationIdOffset + 4];
        var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return read < header.Length
            ? "SQLite format 3\0"u8.StartsWith(header.AsSpan(0, Math.Min(read, 16)))
            : header.AsSpan(ApplicationIdOffset).SequenceEqual("SLFT"u8);
    }

    // Null where another process was faster and all is well.
    private static StateRecovery? Recover(string path, StatePresence presence, TimeProvider time)
    {
        using var alone = presence.TryAlone() ?? throw new StateException(
            StateFailure.Damaged,
            $"{path} is damaged, and another process has it open.",
            "Stop the other sealift processes and try again; what is good in the file will be saved.");
        var (database, problem) = TryOpen(path);
        database?.Dispose();
        RequireOurs(path, problem);
        return problem is null ? null : StateSalvage.Run(path, time);
    }

    private static SqliteDatabase Connect(string path)
    {
        var database = SqliteDatabase.Open(path, LibSqlite.OpenReadWrite);
        try
        {
            database.Execute("PRAGMA synchronous = FULL");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static StateException StillDamaged(string path) => new(
        StateFailure.Damaged, $"{path} is damaged again right after it was made anew.", "Its disk or memory seems to be faulty.");
}
