using Sealift.Core;

namespace Sealift.Transfer.Watching;

/// <summary>What the system tells of changes below a directory. It may leave out changes; then it says that it has.</summary>
internal sealed class ChangeFeed : IDisposable
{
    // The most that Linux and Windows take without harm; what does not fit is reported as lost.
    private const int BufferSize = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly string _directory;
    private HashSet<FtpPath> _changed = [];
    private bool _isLossy;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FileSystemWatcher? _watcher;
    private FileSystemWatcher? _place;
    private bool _isReplaced;

    public ChangeFeed(string directory) => _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    /// <summary>Ends with the next change that was not taken yet.</summary>
    public Task News
    {
        get
        {
            lock (_gate) return _news.Task;
        }
    }

    /// <summary>Begins, or begins again where the directory had vanished. Does nothing while all is well.</summary>
    /// <exception cref="IOException">The directory is not there, or the system allows no further watches.</exception>
    public void EnsureStarted()
    {
        if (_watcher is not null)
        {
            lock (_gate)
            {
                if (!_isReplaced) return;
            }

            Stop();
            NoteLoss();
        }

        WatchPlace();
        var watcher = new FileSystemWatcher
        {
            IncludeSubdirectories = true,
            InternalBufferSize = BufferSize,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        try
        {
            watcher.Created += (_, change) => Note(change.FullPath);
            watcher.Changed += (_, change) => Note(change.FullPath);
            watcher.Deleted += (_, change) => Note(change.FullPath);
            watcher.Renamed += (_, change) =>
            {
                Note(change.OldFullPath);
                Note(change.FullPath);
            };
            watcher.Error += (_, _) => NoteLoss();
            watcher.Path = _directory;
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
        }
        catch (ArgumentException e)
        {
            watcher.Dispose();
            throw new DirectoryNotFoundException($"There is no directory {TerminalText.Escape(_directory)}.", e);
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    /// <summary>The directory is another one than it was: <see cref="EnsureStarted"/> begins again.</summary>
    public void NoteReplaced()
    {
        lock (_gate)
        {
            _isReplaced = true;
            _isLossy = true;
            _news.TrySetResult();
        }
    }

    /// <summary>Stops; what was told stays to be taken.</summary>
    public void Stop()
    {
        _watcher?.Dispose();
        _watcher = null;
        _place?.Dispose();
        _place = null;
        lock (_gate) _isReplaced = false;
    }

    /// <summary>Takes what changed, and whether changes were lost.</summary>
    public (IReadOnlyCollection<FtpPath> Changed, bool IsLossy) Take()
    {
        lock (_gate)
        {
            var taken = (_changed, _isLossy);
            _changed = [];
            _isLossy = false;
            if (_news.Task.IsCompleted) _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken;
        }
    }

    public void Dispose() => Stop();

    private void Note(string place)
    {
        if (place.Length <= _directory.Length) return;
        var path = FtpPath.Home;
        foreach (var name in place[_directory.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            // The comparison of both trees tells of names that cannot travel.
            if (!FtpPath.IsName(name))
            {
                NoteLoss();
                return;
            }

            path = path.Append(name);
        }

        lock (_gate)
        {
            _changed.Add(path);
            _news.TrySetResult();
        }
    }

    // The system watches a directory, not its name: when it is deleted, moved away or made anew, only the directory above tells.
    private void WatchPlace()
    {
        if (Path.GetDirectoryName(_directory) is not { } above) return;
        var place = new FileSystemWatcher { Filter = Path.GetFileName(_directory), NotifyFilter = NotifyFilters.DirectoryName };
        try
        {
            place.Created += (_, change) => NoteReplaced(change.FullPath);
            place.Deleted += (_, change) => NoteReplaced(change.FullPath);
            place.Renamed += (_, change) =>
            {
                NoteReplaced(change.OldFullPath);
                NoteReplaced(change.FullPath);
            };
            place.Path = above;
            place.EnableRaisingEvents = true;
            _place = place;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // The directory above may not be read; then whoever looks now and then finds it out.
            place.Dispose();
            _place = null;
        }
    }

    private void NoteReplaced(string place)
    {
        if (string.Equals(place, _directory, StringComparison.Ordinal)) NoteReplaced();
    }

    private void NoteLoss()
    {
        lock (_gate)
        {
            _isLossy = true;
            _news.TrySetResult();
        }
    }
}
