namespace Sealift.App.Files.Commands;

/// <summary>A key that was pressed in a list.</summary>
/// <param name="Key">Its name, as browsers call it.</param>
/// <param name="Ctrl">Whether Ctrl, or Command, was held.</param>
/// <param name="Shift">Whether Shift was held.</param>
/// <param name="Alt">Whether Alt was held.</param>
public readonly record struct PaneKey(string Key, bool Ctrl, bool Shift, bool Alt)
{
    /// <summary>The command that the key means; null for a key that moves the cursor or means nothing.</summary>
    public PaneCommand? Command => (Key, Ctrl, Shift, Alt) switch
    {
        ("Enter", false, false, false) => PaneCommand.Open,
        ("Enter", false, false, true) => PaneCommand.Properties,
        ("F2", false, false, false) => PaneCommand.Rename,
        ("F3", false, false, false) => PaneCommand.View,
        ("F4", false, false, false) => PaneCommand.Edit,
        ("F5", false, false, false) => PaneCommand.Copy,
        ("F6" or "F7", false, false, false) => PaneCommand.NewFolder,
        ("Delete", false, _, false) => PaneCommand.Delete,
        ("Backspace", false, false, false) => PaneCommand.Up,
        ("ArrowUp", false, false, true) => PaneCommand.Up,
        ("ArrowLeft", false, false, true) => PaneCommand.Back,
        ("ArrowRight", false, false, true) => PaneCommand.Forward,
        ("a", true, false, false) => PaneCommand.SelectAll,
        ("i", true, false, false) => PaneCommand.InvertSelection,
        ("h", true, false, false) => PaneCommand.ShowHidden,
        ("l", true, false, false) => PaneCommand.EditPath,
        ("u", true, false, false) => PaneCommand.Refresh,
        ("c", true, false, false) => PaneCommand.CopyUrl,
        ("c", true, true, false) => PaneCommand.CopyCommand,
        ("/", false, _, false) => PaneCommand.Filter,
        ("ContextMenu", false, false, false) or ("F10", false, true, false) => PaneCommand.Menu,
        _ => null,
    };

    /// <summary>Where the cursor goes by this key; null where it stays.</summary>
    /// <param name="cursor">Where it is; -1 for nowhere.</param>
    /// <param name="count">How many lines there are.</param>
    /// <param name="page">How many lines are visible.</param>
    public int? Move(int cursor, int count, int page) => Alt || count == 0 ? null : Key switch
    {
        "ArrowDown" => Math.Min(cursor + 1, count - 1),
        "ArrowUp" => Math.Max(cursor - 1, 0),
        "Home" => 0,
        "End" => count - 1,
        "PageDown" => Math.Min(Math.Max(cursor, 0) + Math.Max(page - 1, 1), count - 1),
        "PageUp" => Math.Max(cursor - Math.Max(page - 1, 1), 0),
        _ => null,
    };
}
