using Sealift.App.Live;
using Sealift.Core;

namespace Sealift.App.Files.Panes;

/// <summary>One of the two panes: where it is, what it lists, how that is sorted and filtered, what is selected.</summary>
/// <param name="time">The clock.</param>
public sealed class PaneModel(TimeProvider time) : ILiveSource, IAsyncDisposable
{
    // Sorting what has arrived costs time; it gets this part of it at most.
    private const int PartsForArrival = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly PaneHistory _history = new();
    private CancellationTokenSource? _work;
    private PaneItem[] _all = [];
    private PaneRule _rule = new();
    private int _generation;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>What it looks at; null while it is closed.</summary>
    public PaneSide? Side { get; private set; }

    /// <summary>What it connects to, while it does or after it failed to.</summary>
    public string? Wanted { get; private set; }

    /// <summary>What it is doing.</summary>
    public PanePhase Phase { get; private set; }

    /// <summary>Why it did not work.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How many entries have arrived of a listing that goes on.</summary>
    public int Arrived { get; private set; }

    /// <summary>The lines that are shown. A new array each time they change.</summary>
    public IReadOnlyList<PaneItem> View { get; private set; } = [];

    /// <summary>All lines of the directory, also those that are not shown, in no order.</summary>
    public IReadOnlyList<PaneItem> All => _all;

    /// <summary>What is selected.</summary>
    public Selection Selection { get; } = new();

    /// <summary>The directory that is shown.</summary>
    public FtpPath Directory => _history.Current;

    /// <summary>Whether there is a directory to go back to.</summary>
    public bool CanGoBack => _history.CanGoBack;

    /// <summary>Whether there is a directory to go forward to.</summary>
    public bool CanGoForward => _history.CanGoForward;

    /// <summary>How it is sorted, and what of it is shown.</summary>
    public PaneRule Rule
    {
        get => _rule;
        set => Change(() => _rule = value);
    }

    /// <summary>The line to bring into view, once; null where nothing was asked.</summary>
    public int? Reveals { get; set; }

    /// <summary>Whether it shows a place.</summary>
    public bool IsOpen => Side is not null;

    /// <summary>Whether something is under way that can be stopped.</summary>
    public bool IsBusy => Phase is PanePhase.Opening or PanePhase.Listing;

    /// <summary>The place that is shown, as an address; null while it is closed.</summary>
    public string? Address => Side?.AddressOf(Directory, isDirectory: true);

    /// <summary>The lines that actions mean: the selected ones, or the one of the cursor.</summary>
    public IReadOnlyList<PaneItem> Chosen
    {
        get
        {
            lock (_lock)
            {
                if (Selection.Count > 0) return Selection.In(View);
                return Selection.Cursor >= 0 && Selection.Cursor < View.Count ? [View[Selection.Cursor]] : [];
            }
        }
    }

    /// <summary>Opens a place; what was open is closed.</summary>
    /// <param name="wanted">The address, to be shown.</param>
    /// <param name="open">Opens it, and tells the directory to begin with.</param>
    internal async Task OpenAsync(string wanted, Func<CancellationToken, Task<(PaneSide Side, FtpPath Start)>> open)
    {
        var (generation, cancellationToken) = Begin(PanePhase.Opening);
        lock (_lock)
        {
            Wanted = wanted;
            Show([]);
            Selection.Reset();
        }

        await CloseSideAsync();
        try
        {
            var (side, start) = await open(cancellationToken);
            if (!IsCurrent(generation))
            {
                await side.DisposeAsync();
                return;
            }

            Side = side;
            Wanted = null;
            _history.Begin(start);
            _rule = _rule with { Filter = "" };
            await ListAsync(select: null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            End(generation, PanePhase.Closed, null);
        }
        catch (Exception e)
        {
            End(generation, PanePhase.Failed, e);
        }
    }

    /// <summary>Shows no place any more.</summary>
    public async Task CloseAsync()
    {
        Begin(PanePhase.Closed);
        lock (_lock)
        {
            Wanted = null;
            Show([]);
            Selection.Reset();
        }

        await CloseSideAsync();
        Changed?.Invoke();
    }

    /// <summary>Shows a directory.</summary>
    /// <param name="directory">Which.</param>
    /// <param name="select">The name of the entry that is selected then; null for none.</param>
    public Task GoAsync(FtpPath directory, string? select = null)
    {
        if (Side is null) return Task.CompletedTask;
        _history.Go(directory);
        return ChangeDirectoryAsync(select);
    }

    /// <summary>Shows the directory above, with the one that was left selected.</summary>
    public Task GoUpAsync() => Directory.Parent is { } parent ? GoAsync(parent, Directory.Name) : Task.CompletedTask;

    /// <summary>Shows the directory that was shown before.</summary>
    public Task GoBackAsync() => StepAsync(_history.Back);

    /// <summary>Shows the directory that was gone back from.</summary>
    public Task GoForwardAsync() => StepAsync(_history.Forward);

    /// <summary>Lists again; what is selected stays so.</summary>
    /// <param name="select">The name of the entry that is selected then; null for those that were.</param>
    public Task RefreshAsync(string? select = null) => Side is null ? Task.CompletedTask : ListAsync(select);

    /// <summary>Waits until nothing is under way.</summary>
    public async Task IdleAsync()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Changed += Look;
        try
        {
            Look();
            await idle.Task;
        }
        finally
        {
            Changed -= Look;
        }

        void Look()
        {
            if (!IsBusy) idle.TrySetResult();
        }
    }

    /// <summary>Ends what is under way.</summary>
    public void Stop()
    {
        lock (_lock) _work?.Cancel();
    }

    /// <summary>Changes what is selected.</summary>
    /// <param name="change">What is to be done, with the lines as they are shown.</param>
    /// <param name="reveal">Whether the line of the cursor is brought into view.</param>
    public void Select(Action<Selection, IReadOnlyList<PaneItem>> change, bool reveal = false)
    {
        lock (_lock)
        {
            change(Selection, View);
            if (reveal && Selection.Cursor >= 0) Reveals = Selection.Cursor;
        }

        Changed?.Invoke();
    }

    /// <summary>Something that lines are shown with has changed.</summary>
    public void Touch() => Changed?.Invoke();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Begin(PanePhase.Closed);
        await CloseSideAsync();
        _work?.Dispose();
    }

    private Task StepAsync(Func<FtpPath> step)
    {
        if (Side is null) return Task.CompletedTask;
        var left = Directory;
        var path = step();
        return path == left ? Task.CompletedTask : ChangeDirectoryAsync(left.Parent == path ? left.Name : null);
    }

    private Task ChangeDirectoryAsync(string? select)
    {
        lock (_lock)
        {
            _rule = _rule with { Filter = "" };
            Show([]);
            Selection.Reset();
        }

        return ListAsync(select);
    }

    private async Task ListAsync(string? select)
    {
        var side = Side!;
        var directory = Directory;
        var (generation, cancellationToken) = Begin(PanePhase.Listing);

        // A disk is listed without a wait in between; the person's clicks must not wait for it.
        await Task.Run(() => ReadAsync(side, directory, generation, select, cancellationToken), CancellationToken.None);
    }

    private async Task ReadAsync(PaneSide side, FtpPath directory, int generation, string? select, CancellationToken cancellationToken)
    {
        var arrived = new List<PaneItem>();
        var isRefresh = _all.Length > 0;
        try
        {
            var shown = time.GetTimestamp();
            var pause = FirstPause;
            await foreach (var entry in side.Store.ListAsync(directory, cancellationToken))
            {
                if (entry.Kind is FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory) continue;
                arrived.Add(new PaneItem(entry));
                if (time.GetElapsedTime(shown) < pause) continue;
                var begun = time.GetTimestamp();
                Publish(generation, arrived, isRefresh ? null : arrived, null);
                shown = time.GetTimestamp();
                pause = TimeSpan.FromTicks(Math.Max(FirstPause.Ticks, time.GetElapsedTime(begun, shown).Ticks * PartsForArrival));
            }

            Publish(generation, arrived, arrived, select);
            End(generation, PanePhase.Listed, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!isRefresh) Publish(generation, arrived, arrived, select);
            End(generation, PanePhase.Stopped, null);
        }
        catch (Exception e)
        {
            End(generation, PanePhase.Failed, e);
        }
    }

    // While a directory is listed again its old lines stay until the new ones are complete.
    private void Publish(int generation, List<PaneItem> arrived, List<PaneItem>? items, string? select)
    {
        lock (_lock)
        {
            if (generation != _generation) return;
            Arrived = arrived.Count;
            if (items is not null) Show([.. items]);
            if (select is not null) SelectName(select);
        }

        Changed?.Invoke();
    }

    private void SelectName(string name)
    {
        for (var i = 0; i < View.Count; i++)
        {
            if (View[i].Entry.Name != name) continue;
            Selection.Click(View, i, adds: false, extends: false);
            Reveals = i;
            return;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Show(_all);
        }

        Changed?.Invoke();
    }

    private void Show(PaneItem[] items)
    {
        if (!ReferenceEquals(items, _all)) NameRanks.Assign(items);
        _all = items;
        var old = View;
        View = _rule.Apply(items);
        Selection.Follow(old, View);
    }

    private (int Generation, CancellationToken Token) Begin(PanePhase phase)
    {
        CancellationToken token;
        int generation;
        lock (_lock)
        {
            _work?.Cancel();
            _work = new CancellationTokenSource();
            token = _work.Token;
            generation = ++_generation;
            Phase = phase;
            Failure = null;
            Arrived = 0;
        }

        Changed?.Invoke();
        return (generation, token);
    }

    private void End(int generation, PanePhase phase, Exception? failure)
    {
        lock (_lock)
        {
            if (generation != _generation) return;
            Phase = phase;
            Failure = failure;
        }

        Changed?.Invoke();
    }

    private bool IsCurrent(int generation)
    {
        lock (_lock) return generation == _generation;
    }

    private async Task CloseSideAsync()
    {
        var side = Side;
        Side = null;
        if (side is not null) await side.DisposeAsync();
    }
}
