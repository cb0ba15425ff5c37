using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sealift.Core;

namespace Sealift.Transfer.Journals;

/// <summary>A journal that ends with the process: for tests, and for runs whose state file cannot be used. Nothing that it knows is resumed by another run.</summary>
public sealed class MemoryTransferJournal : ITransferJournal
{
    private readonly ConcurrentDictionary<FtpPath, FileRecord> _records = new();

    /// <inheritdoc/>
    public ValueTask<FileRecord?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_records.GetValueOrDefault(path));

    /// <inheritdoc/>
    public ValueTask WriteAsync(FileRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);

        // What is done is seen in the target; so the memory of a run stays flat.
        if (record.State == FileState.Done) _records.TryRemove(record.Path, out _);
        else _records[record.Path] = record;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileRecord> UnfinishedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var record in _records.Values.Where(record => record.State is FileState.Pending or FileState.Publishing))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
