using Sealift.App.Files.Commands;
using Sealift.App.Files.Panes;
using Sealift.App.Sync;
using Sealift.TestKit;

namespace Sealift.App.Tests.Files;

public sealed class EquivalentCommandTests
{
    [Theory]
    [InlineData("plain-1.txt", "plain-1.txt")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("", "''")]
    public void A_word_is_quoted_where_a_shell_would_read_more_into_it(string word, string expected) => Assert.Equal(expected, ShellWords.Quote(word));

    [Fact]
    public async Task A_copy_within_this_machine_is_what_the_shell_has_for_it()
    {
        using var disk = new TempDirectory();
        await using var pane = new PaneModel(TimeProvider.System);
        await pane.OpenAsync("here", _ => Task.FromResult((PaneSide.Local() is var side ? side : null!, side.PathOf(disk.Path))));

        var command = EquivalentCommand.Of(Lines.Of("a b/"), pane, pane);

        Assert.Equal($"cp -r '{disk.Path}/a b' {disk.Path}/", command);
    }

    [Fact]
    public void A_place_of_this_machine_is_its_full_path()
    {
        using var disk = new TempDirectory();
        var side = PaneSide.Local();
        var path = side.PathOf(disk.Combine("a/b"));

        Assert.Equal(disk.Combine("a/b"), side.AddressOf(path));
        Assert.Equal(disk.Combine("a/b") + "/", side.AddressOf(path, isDirectory: true));
        Assert.Equal("/", side.AddressOf(side.PathOf("/"), isDirectory: true));
    }
}
