namespace Sealift.App.Shell;

/// <summary>The keys of the app: the one list that its help and <c>docs/app.md</c> show.</summary>
internal static class Shortcuts
{
    /// <summary>The groups in their order.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Shortcut> Keys)> All { get; } =
    [
        ("Everywhere",
        [
            new("Alt+Shift+1 to 6", "files, queue, sites, timeline, log, doctor"),
            new("F1 or ?", "this list"),
            new("Tab, Shift+Tab", "to the next field, to the one before"),
            new("Esc", "closes a dialog or a menu; a question that is closed is answered with no"),
        ]),
        ("Files",
        [
            new("F5", "copies what is chosen to the other pane"),
            new("Tab, Shift+Tab", "to the other pane, out of the list"),
            new("Enter, Backspace", "opens a folder or a file, goes up"),
            new("Alt+←, Alt+→", "back, forward"),
            new("F2, F7, Del", "renames, makes a folder, deletes after a question"),
            new("F3, F4", "shows a text file, changes it"),
            new("Alt+Enter", "properties, times and checksums"),
            new("/, Ctrl+L", "filters by name, takes a path"),
            new("Ctrl+H, Ctrl+U", "hidden files, lists again"),
            new("↑ ↓ PgUp PgDn Home End", "from line to line; Shift chooses, Ctrl only moves"),
            new("Space, Ctrl+A, Ctrl+I", "chooses the line, all lines, all others"),
            new("Ctrl+C, Ctrl+Shift+C", "copies the URL, the sealift command that does the same as F5"),
            new("Shift+F10", "the menu of all actions"),
            new("Letters", "to the next name that begins so"),
            new("Esc", "stops a listing, ends the filter, chooses nothing"),
        ]),
        ("Queue",
        [
            new("Enter", "shows the job's files and facts"),
            new("P", "pauses the job, resumes it"),
            new("Alt+↑, Alt+↓", "moves the job up, down"),
            new("Del", "removes the job"),
        ]),
        ("Text of a file",
        [
            new("Ctrl+S", "saves"),
            new("Esc", "closes; asks first where something was changed"),
        ]),
        ("Log",
        [
            new("↑ ↓ PgUp PgDn Home End", "from line to line; Shift chooses"),
            new("Ctrl+A, Ctrl+C", "chooses all lines, copies the chosen ones"),
        ]),
    ];
}
