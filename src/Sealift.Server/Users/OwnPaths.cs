using Sealift.Core;

namespace Sealift.Server.Users;

/// <summary>What a session has uploaded or made itself: the newest of it.</summary>
internal sealed class OwnPaths
{
    private const int Max = 1000;

    private readonly Lock _lock = new();
    private readonly HashSet<FtpPath> _paths = [];
    private readonly Queue<FtpPath> _order = new();

    public void Add(FtpPath path)
    {
        lock (_lock)
        {
            if (!_paths.Add(path)) return;
            _order.Enqueue(path);
            if (_order.Count > Max) _paths.Remove(_order.Dequeue());
        }
    }

    public bool Contains(FtpPath path)
    {
        lock (_lock) return _paths.Contains(path);
    }

    /// <summary>It is not there any more, or not under this name.</summary>
    public void Remove(FtpPath path)
    {
        lock (_lock) _paths.Remove(path);
    }
}
