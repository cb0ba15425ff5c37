using Sealift.App.Files.Commands;

namespace Sealift.App.Tests.Files;

public sealed class PaneKeyTests
{
    [Theory]
    [InlineData("F2", false, false, false, PaneCommand.Rename)]
    [InlineData("F5", false, false, false, PaneCommand.Copy)]
    [InlineData("F6", false, false, false, PaneCommand.NewFolder)]
    [InlineData("F7", false, false, false, PaneCommand.NewFolder)]
    [InlineData("Delete", false, false, false, PaneCommand.Delete)]
    [InlineData("Enter", false, false, false, PaneCommand.Open)]
    [InlineData("Enter", false, false, true, PaneCommand.Properties)]
    [InlineData("Backspace", false, false, false, PaneCommand.Up)]
    [InlineData("a", true, false, false, PaneCommand.SelectAll)]
    [InlineData("a", false, false, false, null)]
    [InlineData("/", false, false, false, PaneCommand.Filter)]
    [InlineData("F10", false, true, false, PaneCommand.Menu)]
    [InlineData("ArrowDown", false, true, false, null)]
    public void A_key_means_a_command(string key, bool ctrl, bool shift, bool alt, PaneCommand? expected) => Assert.Equal(expected, new PaneKey(key, ctrl, shift, alt).Command);

    [Theory]
    [InlineData("ArrowDown", -1, 0)]
    [InlineData("ArrowDown", 99, 99)]
    [InlineData("ArrowUp", 0, 0)]
    [InlineData("Home", 50, 0)]
    [InlineData("End", 50, 99)]
    [InlineData("PageDown", 50, 59)]
    [InlineData("PageUp", 5, 0)]
    [InlineData("x", 5, null)]
    public void A_key_moves_the_cursor_within_the_lines(string key, int cursor, int? expected) => Assert.Equal(expected, new PaneKey(key, false, false, false).Move(cursor, 100, 10));
}
