namespace Sealift.App.Files.Panes;

/// <summary>
/// What is selected in a pane, and where its cursor stands: as in a file manager, by click, Shift, Ctrl, rubber band and keyboard.
/// Every member is told the lines as they are shown.
/// </summary>
public sealed class Selection
{
    private HashSet<PaneItem> _items = [];
    private HashSet<PaneItem> _beforeBand = [];
    private int _anchor;
    private long? _bytes;

    /// <summary>The line that the keyboard acts on; -1 where there is none.</summary>
    public int Cursor { get; private set; } = -1;

    /// <summary>How many lines are selected.</summary>
    public int Count => _items.Count;

    /// <summary>The bytes of the selected files, as far as they are known.</summary>
    public long Bytes => _bytes ??= _items.Sum(static item => item.Entry.Size ?? 0);

    /// <summary>Whether a line is selected.</summary>
    public bool Contains(PaneItem item) => _items.Contains(item);

    /// <summary>The selected lines, in the order in which they are shown.</summary>
    public IReadOnlyList<PaneItem> In(IReadOnlyList<PaneItem> view) => _items.Count == 0 ? [] : [.. view.Where(_items.Contains)];

    /// <summary>A line was clicked.</summary>
    /// <param name="view">The lines.</param>
    /// <param name="index">The line.</param>
    /// <param name="adds">Ctrl: it alone changes.</param>
    /// <param name="extends">Shift: all from where the selection began.</param>
    public void Click(IReadOnlyList<PaneItem> view, int index, bool adds, bool extends)
    {
        if (index < 0 || index >= view.Count) return;
        if (extends)
        {
            if (!adds) _items.Clear();
            AddRange(view, Math.Clamp(_anchor, 0, view.Count - 1), index);
        }
        else if (adds)
        {
            if (!_items.Remove(view[index])) _items.Add(view[index]);
            _anchor = index;
        }
        else
        {
            _items = [view[index]];
            _anchor = index;
        }

        Cursor = index;
        _bytes = null;
    }

    /// <summary>The cursor goes to a line, and the selection with it.</summary>
    /// <param name="view">The lines.</param>
    /// <param name="index">Where to; brought into bounds.</param>
    /// <param name="keeps">Ctrl: only the cursor goes.</param>
    /// <param name="extends">Shift: all from where the selection began.</param>
    public void MoveTo(IReadOnlyList<PaneItem> view, int index, bool keeps, bool extends)
    {
        if (view.Count == 0) return;
        index = Math.Clamp(index, 0, view.Count - 1);
        if (keeps && !extends) Cursor = index;
        else Click(view, index, adds: false, extends);
    }

    /// <summary>Selects the line of the cursor, or no longer, and goes on to the next.</summary>
    public void Toggle(IReadOnlyList<PaneItem> view)
    {
        if (Cursor < 0 || Cursor >= view.Count) return;
        Click(view, Cursor, adds: true, extends: false);
        Cursor = Math.Min(Cursor + 1, view.Count - 1);
    }

    /// <summary>Selects all lines.</summary>
    public void All(IReadOnlyList<PaneItem> view) => Set([.. view]);

    /// <summary>Selects what was not.</summary>
    public void Invert(IReadOnlyList<PaneItem> view) => Set([.. view.Where(item => !_items.Contains(item))]);

    /// <summary>Selects the lines that are named by a rule.</summary>
    public void Where(IReadOnlyList<PaneItem> view, Func<PaneItem, bool> rule) => Set([.. view.Where(rule)]);

    /// <summary>Nothing is selected any more.</summary>
    public void Clear() => Set([]);

    /// <summary>A rubber band begins.</summary>
    /// <param name="adds">Ctrl or Shift: what is selected stays.</param>
    public void BeginBand(bool adds) => _beforeBand = adds ? [.. _items] : [];

    /// <summary>The rubber band covers some lines.</summary>
    /// <param name="view">The lines.</param>
    /// <param name="from">The first that it covers.</param>
    /// <param name="to">The last one; before <paramref name="from"/> where it covers none.</param>
    public void Band(IReadOnlyList<PaneItem> view, int from, int to)
    {
        Set([.. _beforeBand]);
        from = Math.Max(from, 0);
        to = Math.Min(to, view.Count - 1);
        if (to < from) return;
        AddRange(view, from, to);
        _anchor = from;
        Cursor = to;
    }

    /// <summary>The lines are others now, or in another order: what is still there stays selected, by name.</summary>
    /// <param name="old">The lines until now.</param>
    /// <param name="view">The lines from now on.</param>
    internal void Follow(IReadOnlyList<PaneItem> old, IReadOnlyList<PaneItem> view)
    {
        var names = _items.Select(static item => item.Entry.Name).ToHashSet(StringComparer.Ordinal);
        var cursor = Cursor >= 0 && Cursor < old.Count ? old[Cursor].Entry.Name : null;
        var items = new HashSet<PaneItem>();
        var found = -1;
        for (var i = 0; i < view.Count && (names.Count > 0 || cursor is not null); i++)
        {
            if (names.Contains(view[i].Entry.Name)) items.Add(view[i]);
            if (found < 0 && view[i].Entry.Name == cursor) found = i;
        }

        // The set is replaced whole: it may be looked at meanwhile.
        _items = items;
        Cursor = found >= 0 ? found : cursor is null ? -1 : Math.Min(Cursor, view.Count - 1);
        _anchor = Math.Max(Cursor, 0);
        _bytes = null;
    }

    /// <summary>Another directory: nothing is selected, the cursor is nowhere.</summary>
    internal void Reset()
    {
        Clear();
        Cursor = -1;
        _anchor = 0;
    }

    private void Set(HashSet<PaneItem> items)
    {
        _items = items;
        _bytes = null;
    }

    private void AddRange(IReadOnlyList<PaneItem> view, int from, int to)
    {
        for (var i = Math.Min(from, to); i <= Math.Max(from, to); i++) _items.Add(view[i]);
        _bytes = null;
    }
}
