using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Server.Users;

/// <summary>
/// How many bytes the files of a store have. They are counted when that is first asked, and kept up to date by those who change files; a count that
/// is old, or that made somebody fail, is made again when nobody is changing anything.
/// </summary>
internal sealed class StoreUse(IFileStore store, TimeProvider time)
{
    private static readonly TimeSpan OldAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan DoubtfulAge = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task? _counting;
    private TimeSpan _counted;
    private long _used;
    private int _changes;
    private bool _isDoubtful;

    /// <summary>The bytes now, what is under way included.</summary>
    public long Used
    {
        get
        {
            lock (_lock) return Math.Max(0, _used);
        }
    }

    /// <summary>Begins a change, once the bytes are known; <see cref="End"/> ends it.</summary>
    /// <exception cref="FileStoreException">They could not be counted.</exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task counting;
            lock (_lock)
            {
                if (_counting is not { IsFaulted: false } || IsOutdated) _counting = CountAsync();
                if (_counting.IsCompletedSuccessfully)
                {
                    _changes++;
                    return;
                }

                counting = _counting;
            }

            await counting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void End()
    {
        lock (_lock) _changes--;
    }

    /// <summary>Takes bytes, if there are no more than the quota then; what is about to be given back counts as given.</summary>
    public bool TryTake(long bytes, long quota, long returning)
    {
        lock (_lock)
        {
            if (_used - returning + bytes > quota)
            {
                _isDoubtful = true;
                return false;
            }

            _used += bytes;
            return true;
        }
    }

    /// <summary>Takes bytes that are there in any case.</summary>
    public void Take(long bytes)
    {
        lock (_lock) _used += bytes;
    }

    public void Give(long bytes)
    {
        lock (_lock) _used -= bytes;
    }

    // Others change files too: an administrator, another program.
    private bool IsOutdated => _changes == 0 && _counting is { IsCompletedSuccessfully: true }
        && time.GetElapsedTime(0) - _counted is var age && (age > OldAge || (_isDoubtful && age > DoubtfulAge));

    private async Task CountAsync()
    {
        // Away from the lock, and from whoever asked first.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var used = 0L;
        var directories = new Stack<FtpPath>([FtpPath.Root]);
        while (directories.TryPop(out var directory))
        {
            try
            {
                await foreach (var entry in store.ListAsync(directory).ConfigureAwait(false))
                {
                    if (entry.Kind == FtpEntryKind.Directory && entry.IsSafeName) directories.Push(directory.Append(entry.Name));
                    else if (entry.Kind == FtpEntryKind.File) used += entry.Size ?? 0;
                }
            }
            catch (FileStoreException e) when (e.Error is FileStoreError.NotFound or FileStoreError.NotPermitted or FileStoreError.NotADirectory)
            {
                continue; // gone meanwhile, or not for this server: nobody uploads there
            }
        }

        lock (_lock)
        {
            _used = used;
            _counted = time.GetElapsedTime(0);
            _isDoubtful = false;
        }
    }
}
