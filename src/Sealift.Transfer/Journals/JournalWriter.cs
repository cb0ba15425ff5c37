using System.Text.Json;
using Sealift.Core;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Journals;

/// <summary>
/// Writes records in groups: while one transaction waits for the disk, the next one gathers. A thread of its own does it, because waiting for a disk in
/// a thread of the pool would hold up the sockets that the others serve.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    // How long records that nobody waits for may gather, and how many.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);
    private const int MaxGathered = 1000;

    private readonly object _gate = new();
    private readonly StateFile _file;
    private readonly long _pair;
    private readonly long _run;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What is not in the file yet, by path; the newest record of a path stands for those before it.
    private readonly Dictionary<FtpPath, FileRecord> _writing = [];
    private Dictionary<FtpPath, FileRecord> _gathered = [];
    private TaskCompletionSource? _waiting;
    private StateException? _failure;
    private bool _isClosing;

    public JournalWriter(StateFile file, long pair, long run)
    {
        _run = run;
        _file = file;
        _pair = pair;
        var database = file.Connect();
        new Thread(() => Run(database)) { IsBackground = true, Name = "sealift journal" }.Start();
    }

    /// <summary>Transactions so far.</summary>
    public int Groups { get; private set; }

    /// <summary>The newest record of a path that is not in the file yet; null if there is none.</summary>
    public FileRecord? Find(FtpPath path)
    {
        lock (_gate)
        {
            if (_gathered.Count == 0 && _writing.Count == 0) return null;
            return _gathered.GetValueOrDefault(path) ?? _writing.GetValueOrDefault(path);
        }
    }

    /// <summary>Takes a record.</summary>
    /// <returns>Ends when the record is written, as safely as its state needs.</returns>
    public Task Add(FileRecord record)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            _gathered[record.Path] = record;
            if (record.State == FileState.Done)
            {
                if (_failure is not null) return Task.FromException(_failure);
                if (_gathered.Count is 1 or >= MaxGathered) Monitor.Pulse(_gate);
                return Task.CompletedTask;
            }

            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(_gate);
            return _waiting.Task;
        }
    }

    /// <summary>Ends when everything taken so far is in the file.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            if (_gathered.Count == 0 && _writing.Count == 0) return Task.CompletedTask;
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(_gate);
            return _waiting.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Run(SqliteDatabase database)
    {
        try
        {
            using (database)
            {
                var write = database.Prepare("INSERT INTO file VALUES(?, ?, ?, ?, ?) ON CONFLICT(pair, path) DO UPDATE SET state = excluded.state, facts = excluded.facts, sum = excluded.sum");
                while (Take() is { } waiting) WriteGroup(database, write, waiting);
            }

            if (_failure is null) _ended.SetResult();
            else _ended.SetException(_failure);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    // Waits for records and moves them to those that are being written. Null at the end. The second value is who waits for them.
    private TaskCompletionSource? Take()
    {
        lock (_gate)
        {
            while (_gathered.Count == 0 && _waiting is null && !_isClosing) Monitor.Wait(_gate);
            if (_waiting is null && !_isClosing && _gathered.Count < MaxGathered) Monitor.Wait(_gate, Gathering);
            if (_gathered.Count == 0 && _waiting is null && _isClosing) return null;

            var waiting = _waiting ?? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = null;
            foreach (var (path, record) in _gathered) _writing[path] = record;
            _gathered = [];
            return waiting;
        }
    }

    private void WriteGroup(SqliteDatabase database, SqliteStatement write, TaskCompletionSource waiting)
    {
        try
        {
            // Only this thread changes what is being written.
            if (_writing.Count > 0)
            {
                var mustBeOnDisk = _writing.Values.Any(MustBeOnDisk);
                database.Execute(mustBeOnDisk ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
                database.InTransaction(() =>
                {
                    foreach (var record in _writing.Values) WriteRow(write, record);
                });
            }

            lock (_gate)
            {
                _writing.Clear();
                Groups++;
                _failure = null;
            }

            waiting.SetResult();
        }
        catch (Exception e) when (StateErrors.IsOfTheFile(e))
        {
            // Records that nobody waits for stay and go with the next group; those that somebody waited for are told to be not written.
            var failure = StateErrors.Translate(_file.Path, e);
            lock (_gate)
            {
                _failure = failure;
                foreach (var path in _writing.Values.Where(record => record.State != FileState.Done).Select(record => record.Path).ToList()) _writing.Remove(path);
            }

            waiting.SetException(failure);
            _ = waiting.Task.Exception;
        }
    }

    // After a power cut only what can be gone on with is worth the wait for the disk. A part whose record is lost is never touched again: its name is
    // random, so nothing but that record leads to it.
    private static bool MustBeOnDisk(FileRecord record) =>
        record.State == FileState.Pending && record.Part is not null && (record.SourceSize is not { } size || size >= PrefixProof.TailSize);

    private void WriteRow(SqliteStatement write, FileRecord record)
    {
        var path = record.Path.ToString();
        var facts = record.State == FileState.Done ? null : JsonSerializer.Serialize(FileFacts.Of(record, _run), StateJson.Default.FileFacts);
        var state = (long)record.State;
        write.Bind(1, _pair).Bind(2, path).Bind(3, state).Bind(4, facts)
            .Bind(5, RowSum.Of(TransferJournal.Text(_pair), path, TransferJournal.Text(state), facts))
            .Run();
    }

    private void Fail(Exception exception)
    {
        lock (_gate)
        {
            _isClosing = true;
            _waiting?.SetException(exception);
            _waiting = null;
        }

        _ended.SetException(exception);
    }
}
