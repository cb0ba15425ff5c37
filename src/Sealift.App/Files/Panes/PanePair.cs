using Sealift.App.Live;
using Sealift.Core;

namespace Sealift.App.Files.Panes;

/// <summary>The two panes of a window, and what they do together. It lives as long as the window: other pages come and go.</summary>
public sealed class PanePair : ILiveSource, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private (IReadOnlyList<PaneItem> Left, IReadOnlyList<PaneItem> Right) _compared;
    private (FtpPath Left, FtpPath Right)? _bases;

    public PanePair(TimeProvider time)
    {
        Left = new PaneModel(time);
        Right = new PaneModel(time);
        Left.Changed += OnPaneChanged;
        Right.Changed += OnPaneChanged;
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The left pane.</summary>
    public PaneModel Left { get; }

    /// <summary>The right pane.</summary>
    public PaneModel Right { get; }

    /// <summary>The pane that the person works in.</summary>
    public PaneSlot Active { get; private set; }

    /// <summary>Both panes against each other; null while that is not wanted, or one of them shows nothing.</summary>
    public PaneComparison? Comparison { get; private set; }

    /// <summary>Whether the panes are compared.</summary>
    public bool IsComparing { get; private set; }

    /// <summary>Whether one pane follows where the other one goes.</summary>
    public bool IsSynchronised => _bases is not null;

    /// <summary>One of the panes.</summary>
    public PaneModel this[PaneSlot slot] => slot == PaneSlot.Left ? Left : Right;

    /// <summary>The other one.</summary>
    public PaneModel Other(PaneSlot slot) => slot == PaneSlot.Left ? Right : Left;

    /// <summary>The person works in this pane now.</summary>
    public void Activate(PaneSlot slot)
    {
        if (Active == slot) return;
        Active = slot;
        Changed?.Invoke();
    }

    /// <summary>Compares the panes, or no longer.</summary>
    public void Compare(bool isOn)
    {
        IsComparing = isOn;
        _compared = default;
        FollowComparison();
        Left.Touch();
        Right.Touch();
    }

    /// <summary>Lets one pane follow where the other one goes, beginning with the two directories that are shown; or no longer.</summary>
    public void Synchronise(bool isOn)
    {
        _bases = isOn && Left.IsOpen && Right.IsOpen ? (Left.Directory, Right.Directory) : null;
        Changed?.Invoke();
    }

    /// <summary>Where the other pane belongs when this one shows a directory.</summary>
    /// <returns>The directory; null where it need not move, because nothing is synchronised. What it cannot follow ends the synchronisation.</returns>
    public FtpPath? Follow(PaneSlot slot, FtpPath directory)
    {
        if (_bases is not var (left, right)) return null;
        var (mine, other) = slot == PaneSlot.Left ? (left, right) : (right, left);
        while (!directory.IsWithin(mine))
        {
            if (mine.Parent is not { } mineAbove || other.Parent is not { } otherAbove)
            {
                Synchronise(isOn: false);
                return null;
            }

            (mine, other) = (mineAbove, otherAbove);
        }

        _bases = slot == PaneSlot.Left ? (mine, other) : (other, mine);
        return directory.Segments.Skip(mine.Segments.Count).Aggregate(other, static (path, name) => path.Append(name));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Left.Changed -= OnPaneChanged;
        Right.Changed -= OnPaneChanged;
        await Left.DisposeAsync();
        await Right.DisposeAsync();
    }

    private void OnPaneChanged()
    {
        FollowComparison();
        if (IsSynchronised && !(Left.IsOpen && Right.IsOpen)) _bases = null;
        Changed?.Invoke();
    }

    // Only whole listings are compared: what has not arrived yet is not missing.
    private void FollowComparison()
    {
        lock (_lock)
        {
            if (!IsComparing || Left.Phase != PanePhase.Listed || Right.Phase != PanePhase.Listed)
            {
                if (!IsComparing || !Left.IsOpen || !Right.IsOpen) Comparison = null;
                return;
            }

            var (left, right) = (Left.All, Right.All);
            if (ReferenceEquals(_compared.Left, left) && ReferenceEquals(_compared.Right, right)) return;
            _compared = (left, right);
            Comparison = PaneComparison.Of(left, Left.Side!.Traits, right, Right.Side!.Traits);
        }

        Left.Touch();
        Right.Touch();
    }
}
