using Sealift.Core;

namespace Sealift.App.Files.Panes;

/// <summary>The directories that a pane has shown.</summary>
public sealed class PaneHistory
{
    /// <summary>The most that are kept on each side.</summary>
    public const int Capacity = 100;

    private readonly List<FtpPath> _back = [];
    private readonly List<FtpPath> _forward = [];

    /// <summary>The directory that is shown.</summary>
    public FtpPath Current { get; private set; } = FtpPath.Root;

    /// <summary>Whether there is one before it.</summary>
    public bool CanGoBack => _back.Count > 0;

    /// <summary>Whether there is one that was gone back from.</summary>
    public bool CanGoForward => _forward.Count > 0;

    /// <summary>Begins anew: another server has other directories.</summary>
    public void Begin(FtpPath path)
    {
        _back.Clear();
        _forward.Clear();
        Current = path;
    }

    /// <summary>Another directory is shown.</summary>
    public void Go(FtpPath path)
    {
        if (path == Current) return;
        _back.Add(Current);
        if (_back.Count > Capacity) _back.RemoveAt(0);
        _forward.Clear();
        Current = path;
    }

    /// <summary>The directory before; the current one where there is none.</summary>
    public FtpPath Back() => Step(_back, _forward);

    /// <summary>The directory that was gone back from; the current one where there is none.</summary>
    public FtpPath Forward() => Step(_forward, _back);

    private FtpPath Step(List<FtpPath> from, List<FtpPath> to)
    {
        if (from.Count == 0) return Current;
        to.Add(Current);
        Current = from[^1];
        from.RemoveAt(from.Count - 1);
        return Current;
    }
}
