namespace Sealift.Transfer.State;

/// <summary>Who has the state file open: everybody shares a lock beside it, and whoever puts another file in its place needs the lock alone.</summary>
internal sealed class StatePresence
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly long _begun;

    public StatePresence(string statePath, TimeProvider time)
    {
        _path = statePath + ".open";
        _time = time;
        _begun = time.GetTimestamp();
        if (!File.Exists(_path)) OwnerOnly.Open(_path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite).Dispose();
    }

    /// <summary>Takes part; null while somebody has the file alone.</summary>
    public FileStream? TryShare() => Try(FileAccess.Read, FileShare.Read);

    /// <summary>Has the file alone; null while somebody takes part.</summary>
    public FileStream? TryAlone() => Try(FileAccess.ReadWrite, FileShare.None);

    /// <summary>Waits a moment before the next attempt.</summary>
    /// <exception cref="StateException">There were enough of them.</exception>
    public Task PauseAsync(CancellationToken cancellationToken) => _time.GetElapsedTime(_begun) < Patience
        ? Task.Delay(Pause, _time, cancellationToken)
        : throw new StateException(StateFailure.Locked, $"{_path} is held by a process that makes or repairs the state file.", "Try again in a moment.");

    private FileStream? Try(FileAccess access, FileShare share)
    {
        try
        {
            return OwnerOnly.Open(_path, FileMode.Open, access, share);
        }
        catch (IOException) when (File.Exists(_path))
        {
            return null;
        }
    }
}
