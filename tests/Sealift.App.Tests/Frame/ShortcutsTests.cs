using Sealift.App.Files.Commands;
using Sealift.App.Files.Panes;
using Sealift.App.Shell;
using Sealift.TestKit;

namespace Sealift.App.Tests.Frame;

/// <summary>The list of keys in the help is the one in the documentation, and tells what the panes do.</summary>
public sealed class ShortcutsTests
{
    private static readonly Dictionary<string, string> Written = new(StringComparer.Ordinal)
    {
        ["←"] = "ArrowLeft",
        ["→"] = "ArrowRight",
        ["↑"] = "ArrowUp",
        ["↓"] = "ArrowDown",
        ["PgUp"] = "PageUp",
        ["PgDn"] = "PageDown",
        ["Del"] = "Delete",
    };

    // What the list itself does with keys that mean no command.
    private static readonly string[] Others = ["Tab", "Space", "Esc", "Letters"];

    [Fact]
    public void The_documentation_lists_the_keys_of_the_help()
    {
        var documentation = File.ReadAllText(Path.Join(Repository.Root, "docs", "app.md"));
        var table = string.Concat(Shortcuts.All.SelectMany(static group => group.Keys.Select(key => $"| {group.Title} | {key.Keys} | {key.Words} |\n")));

        Assert.Contains($"| where | keys | what |\n|---|---|---|\n{table}\n", documentation, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_that_the_help_names_does_something_in_a_pane()
    {
        var keys = KeysOf("Files").Where(static key => !Others.Contains(key.Key, StringComparer.Ordinal)).ToList();

        Assert.True(keys.Count > 20);
        Assert.DoesNotContain(keys, static key => key.Command is null && key.Move(0, 10, 5) is null);
    }

    [Fact]
    public void Every_key_of_the_menu_of_a_pane_is_in_the_help()
    {
        var pair = new PanePair(TimeProvider.System);
        var menu = PaneMenuItems.Of(pair, PaneSlot.Left).Where(static item => item.Keys.Length > 0).Select(static item => (item.Command, Key: Read(item.Keys))).ToList();
        var help = KeysOf("Files").Select(static key => key.Command).ToHashSet();

        Assert.NotEmpty(menu);
        Assert.All(menu, item => Assert.Equal(item.Command, item.Key.Command));
        Assert.All(menu, item => Assert.Contains(item.Command, help));
    }

    private static IEnumerable<PaneKey> KeysOf(string title) =>
        Shortcuts.All.Single(group => group.Title == title).Keys.SelectMany(static line => line.Keys.Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries)).Select(Read);

    private static PaneKey Read(string words)
    {
        var parts = words.Split('+');
        var key = Written.GetValueOrDefault(parts[^1], parts[^1]);
        var ctrl = parts.Contains("Ctrl", StringComparer.Ordinal);
        return new PaneKey(ctrl ? key.ToLowerInvariant() : key, ctrl, parts.Contains("Shift", StringComparer.Ordinal), parts.Contains("Alt", StringComparer.Ordinal));
    }
}
