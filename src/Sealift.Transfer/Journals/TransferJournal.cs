using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sealift.Core;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Journals;

/// <summary>
/// The journal of the runs between two sides, in a <see cref="StateFile"/>. It holds the lock of the target until it is disposed.
/// </summary>
/// <remarks>
/// Writes that are made at the same time share one transaction, and so one wait for the disk. A <see cref="FileState.Pending"/> record is on the disk
/// when its write completes; <see cref="FileState.Publishing"/> and <see cref="FileState.Failed"/> survive the end of the process and maybe not a
/// power cut; <see cref="FileState.Done"/> completes at once and is written soon after, because another run finds the target as it should be.
/// What <see cref="FindAsync"/> says takes all of them into account.
/// </remarks>
public sealed class TransferJournal : ITransferJournal, IAsyncDisposable
{
    // Rows read at a time by UnfinishedAsync.
    private const int Page = 500;

    private readonly StateFile _file;
    private readonly long _pair;
    private readonly StateLock _held;
    private readonly JournalWriter _writer;
    private readonly Lock _reading = new();
    private readonly SqliteDatabase _reader;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _unfinished;

    private TransferJournal(StateFile file, long pair, StateLock held, SqliteDatabase reader, JournalWriter writer)
    {
        _file = file;
        _pair = pair;
        _held = held;
        _reader = reader;
        _writer = writer;
        _find = reader.Prepare("SELECT state, facts FROM file WHERE pair = ? AND path = ?");
        _unfinished = reader.Prepare("SELECT state, facts, path FROM file WHERE pair = ? AND path > ? AND state IN (0, 1) ORDER BY path LIMIT ?");
    }

    /// <summary>How many transactions the writes took so far.</summary>
    internal int Groups => _writer.Groups;

    /// <inheritdoc/>
    public ValueTask<FileRecord?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        cancellationToken.ThrowIfCancellationRequested();
        if (_writer.Find(path) is { } written) return ValueTask.FromResult<FileRecord?>(written);
        return ValueTask.FromResult(StateErrors.Guard(_file.Path, () =>
        {
            lock (_reading)
            {
                var found = _find.Bind(1, _pair).Bind(2, path.ToString()).Step();
                var record = found ? ReadRow(_find, path) : null;
                _find.Reset();
                return record;
            }
        }));
    }

    /// <inheritdoc/>
    /// <exception cref="StateException">It cannot be written, such as on a full disk.</exception>
    public ValueTask WriteAsync(FileRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        var written = _writer.Add(record);
        return written.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(written);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileRecord> UnfinishedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await _writer.FlushAsync().ConfigureAwait(false);
        var after = "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = StateErrors.Guard(_file.Path, () => ReadUnfinished(after));
            foreach (var row in rows) yield return row;
            if (rows.Count < Page) yield break;
            after = rows[^1].Path.ToString();
        }
    }

    /// <summary>
    /// Tells that a run came to its end with every file accounted for: what is done is forgotten, because the target itself shows it. What failed or is
    /// unfinished stays.
    /// </summary>
    /// <exception cref="StateException">It cannot be written.</exception>
    public async ValueTask CompleteAsync()
    {
        await _writer.FlushAsync().ConfigureAwait(false);
        _file.Change(database => database.Prepare("DELETE FROM file WHERE pair = ? AND state = 2").Bind(1, _pair).RunOnce());
        _file.Change(database => database
            .Prepare("DELETE FROM pair WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM file WHERE pair = ?1)").Bind(1, _pair).RunOnce());
    }

    /// <summary>Writes what is not written yet, and lets others work on the target.</summary>
    /// <exception cref="StateException">It cannot be written.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_reading) _reader.Dispose();
            _held.Dispose();
        }
    }

    internal static TransferJournal Open(StateFile file, long pair, string source, string target, StateLock held)
    {
        var document = JsonSerializer.Serialize(new PairFacts(source, target, file.Time.GetUtcNow()), StateJson.Default.PairFacts);
        file.Change(database => database
            .Prepare("INSERT INTO pair VALUES(?, ?, ?) ON CONFLICT(id) DO UPDATE SET document = excluded.document, sum = excluded.sum")
            .Bind(1, pair).Bind(2, document).Bind(3, RowSum.Of(Text(pair), document))
            .RunOnce());
        var reader = file.Connect();
        try
        {
            return new TransferJournal(file, pair, held, reader, new JournalWriter(file, pair));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>A number as SQLite shows it, for checksums.</summary>
    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private List<FileRecord> ReadUnfinished(string after)
    {
        var rows = new List<FileRecord>();
        lock (_reading)
        {
            _unfinished.Bind(1, _pair).Bind(2, after).Bind(3, Page);
            while (_unfinished.Step()) rows.Add(ReadRow(_unfinished, FtpPath.Parse(_unfinished.Text(2)!)));
        }

        return rows;
    }

    private static FileRecord ReadRow(SqliteStatement row, FtpPath path)
    {
        var facts = row.Text(1) is { } text ? JsonSerializer.Deserialize(text, StateJson.Default.FileFacts) : null;
        return (facts ?? new FileFacts()).For(path, (FileState)row.Number(0));
    }
}
