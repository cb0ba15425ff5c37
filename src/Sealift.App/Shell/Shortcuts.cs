namespace Sealift.App.Shell;

/// <summary>The keys of the app, as its help shows them.</summary>
internal static class Shortcuts
{
    /// <summary>The groups in their order.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Shortcut> Keys)> All { get; } =
    [
        ("Everywhere",
        [
            new("Alt+Shift+1 … 6", "files, queue, sites, timeline, log, doctor"),
            new("F1 or ?", "this help"),
            new("Tab, Shift+Tab", "to the next field, to the one before"),
            new("Esc", "closes a dialog or a menu; a question that is closed is answered with no"),
        ]),
        ("Log",
        [
            new("↑ ↓ PgUp PgDn Home End", "from line to line; with Shift, chooses them"),
            new("Ctrl+A", "chooses all lines"),
            new("Ctrl+C", "copies the chosen lines, or all"),
        ]),
    ];
}
