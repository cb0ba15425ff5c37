using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Journals;

/// <summary>
/// The journal of the runs between two sides, in a <see cref="StateFile"/>. It holds the lock of the target until it is disposed.
/// </summary>
/// <remarks>
/// Writes that are made at the same time share one transaction, and so one wait for the disk. A <see cref="FileState.Pending"/> record is on the disk
/// when its write completes, if the file is large enough to be resumed (64 KiB) or of unknown size; that of a smaller one, <see cref="FileState.Publishing"/>
/// and <see cref="FileState.Failed"/> survive the end of the process and maybe not a power cut; <see cref="FileState.Done"/> completes at once and is
/// written soon after, because another run finds the target as it should be. What <see cref="FindAsync"/> says takes all of them into account.
/// </remarks>
public sealed class TransferJournal : ITransferJournal, IAsyncDisposable
{
    // Rows read at a time by UnfinishedAsync.
    private const int Page = 500;

    private readonly StateFile _file;
    private readonly long _pair;
    private readonly long _run;
    private readonly StateLock _held;
    private readonly JournalWriter _writer;
    private readonly Lock _reading = new();
    private readonly SqliteDatabase _reader;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _unfinished;

    private TransferJournal(StateFile file, long pair, long run, StateLock held, SqliteDatabase reader, JournalWriter writer)
    {
        _file = file;
        _pair = pair;
        _run = run;
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
                var record = found ? ReadRow(_find, path).Record : null;
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
        await foreach (var (record, _) in UnfinishedWithRunAsync(cancellationToken).ConfigureAwait(false)) yield return record;
    }

    /// <summary>
    /// Tells that a run of the whole plan came to its end: unfinished files of earlier runs that it had no use for are deleted from the target and
    /// forgotten, and so is what is done, because the target itself shows it. What failed or is unfinished in this run stays.
    /// </summary>
    /// <param name="target">The target, in which the unfinished files lie.</param>
    /// <param name="cancellationToken">Ends the wait for the target.</param>
    /// <returns>How many unfinished files were deleted.</returns>
    /// <exception cref="StateException">The journal cannot be written.</exception>
    /// <exception cref="FtpException">The target refuses a deletion; the rest is for another run.</exception>
    public async ValueTask<int> CompleteAsync(TransferSide target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        await _writer.FlushAsync().ConfigureAwait(false);
        var deleted = 0;
        await foreach (var (record, run) in UnfinishedWithRunAsync(cancellationToken).ConfigureAwait(false))
        {
            if (run >= _run) continue;
            foreach (var part in record.Segments.Select(segment => segment.Part).Prepend(record.Part).OfType<FtpPath>().Where(IsPart).Distinct())
            {
                await target.Store.DeleteAsync(target.Root.Combine(part), cancellationToken).ConfigureAwait(false);
                deleted++;
            }

            _file.Change(database => database.Prepare("DELETE FROM file WHERE pair = ? AND path = ?").Bind(1, _pair).Bind(2, record.Path.ToString()).RunOnce());
        }

        _file.Change(database =>
        {
            database.Prepare("DELETE FROM file WHERE pair = ? AND (state = 2 OR (state = 3 AND json_extract(facts, '$.run') < ?))").Bind(1, _pair).Bind(2, _run).RunOnce();
            return ForgetEmptyPair(database);
        });
        return deleted;
    }

    /// <summary>
    /// Tells that a run of a part of the plan came to its end, such as one of a single file: what is done is forgotten, because the target itself shows
    /// it, and what other runs left unfinished stays.
    /// </summary>
    /// <exception cref="StateException">The journal cannot be written.</exception>
    public async ValueTask ForgetDoneAsync()
    {
        await _writer.FlushAsync().ConfigureAwait(false);
        _file.Change(database =>
        {
            database.Prepare("DELETE FROM file WHERE pair = ? AND state = 2").Bind(1, _pair).RunOnce();
            return ForgetEmptyPair(database);
        });
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

    internal static TransferJournal Open(StateFile file, long pair, string source, TransferSide target, string lockName, StateLock held)
    {
        var run = file.Change(database =>
        {
            using var row = new SqliteRows(database, $"SELECT document FROM pair WHERE id = {Text(pair)}");
            var before = row.Next() ? JsonSerializer.Deserialize(row.Text(0), StateJson.Default.PairFacts) : null;
            var facts = new PairFacts(source, target.Name, lockName, file.Time.GetUtcNow(), (before?.Runs ?? 0) + 1)
            {
                Directory = target.Store is LocalFileStore local ? Path.Join([local.Root, .. target.Root.Segments]) : null,
            };
            var document = JsonSerializer.Serialize(facts, StateJson.Default.PairFacts);
            database.Prepare("INSERT OR REPLACE INTO pair VALUES(?, ?, ?)").Bind(1, pair).Bind(2, document).Bind(3, RowSum.Of(Text(pair), document)).RunOnce();
            return facts.Runs;
        });
        var reader = file.Connect();
        try
        {
            return new TransferJournal(file, pair, run, held, reader, new JournalWriter(file, pair, run));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>A number as SQLite shows it, for checksums.</summary>
    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Only what has our suffix is ever deleted, whatever a record says.
    private static bool IsPart(FtpPath path) => path.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal);

    private async IAsyncEnumerable<(FileRecord Record, long Run)> UnfinishedWithRunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = StateErrors.Guard(_file.Path, () => ReadUnfinished(after));
            foreach (var row in rows) yield return row;
            if (rows.Count < Page) yield break;
            after = rows[^1].Record.Path.ToString();
            await Task.Yield();
        }
    }

    private int ForgetEmptyPair(SqliteDatabase database) =>
        database.Prepare("DELETE FROM pair WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM file WHERE pair = ?1)").Bind(1, _pair).RunOnce();

    private List<(FileRecord Record, long Run)> ReadUnfinished(string after)
    {
        var rows = new List<(FileRecord, long)>();
        lock (_reading)
        {
            _unfinished.Bind(1, _pair).Bind(2, after).Bind(3, Page);
            while (_unfinished.Step()) rows.Add(ReadRow(_unfinished, FtpPath.Parse(_unfinished.Text(2)!)));
        }

        return rows;
    }

    private static (FileRecord Record, long Run) ReadRow(SqliteStatement row, FtpPath path)
    {
        var facts = (row.Text(1) is { } text ? JsonSerializer.Deserialize(text, StateJson.Default.FileFacts) : null) ?? new FileFacts();
        return (facts.For(path, (FileState)row.Number(0)), facts.Run);
    }
}
