using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sealift.App.Live;
using Sealift.App.Logs;

namespace Sealift.App.Tests.Frame;

public sealed class LogViewTests
{
    private readonly EventLog _log = new(new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero)));
    private readonly LogView _view = new();

    [Fact]
    public void Words_are_found_in_lines_and_their_sources_whatever_the_case()
    {
        Say("ftp.example.org:21 #1", "> LIST");
        Say("queue", "job 1 begins");

        _view.Word = "QUEUE";
        Assert.Equal("job 1 begins", Assert.Single(_view.Lines).Text);
        _view.Word = "list";
        Assert.Equal("> LIST", Assert.Single(_view.Lines).Text);
        Assert.Equal(2, _view.Total);
    }

    [Fact]
    public void Details_are_left_out_until_they_are_asked_for()
    {
        Say("a", "data connection 1 secured", LogLevel.Debug);
        Say("a", "connected");
        Say("a", "550 no", LogLevel.Warning);

        Assert.Equal(2, _view.Lines.Count);
        _view.Least = LogLevel.Debug;
        Assert.Equal(3, _view.Lines.Count);
        _view.Least = LogLevel.Warning;
        Assert.Equal("550 no", Assert.Single(_view.Lines).Text);
    }

    [Fact]
    public void Lines_are_chosen_as_files_are_in_a_file_manager()
    {
        for (var i = 1; i <= 6; i++) Say("a", $"line {i}");

        _view.Choose(2, extends: false, adds: false);
        _view.Choose(4, extends: true, adds: false);
        Assert.Equal([2, 3, 4], Chosen());
        _view.Choose(6, extends: false, adds: true);
        _view.Choose(3, extends: false, adds: true);
        Assert.Equal([2, 4, 6], Chosen());
        _view.Choose(1, extends: false, adds: false);
        Assert.Equal([1], Chosen());
        _view.Move(2, extends: true);
        Assert.Equal([1, 2, 3], Chosen());
        _view.Move(-100, extends: false);
        Assert.Equal([1], Chosen());
        _view.ChooseAll();
        Assert.Equal(6, _view.ChosenCount);
    }

    [Fact]
    public void What_is_copied_is_what_was_chosen_or_else_all_that_is_looked_at()
    {
        Say("a", "one");
        Say("b", "two", LogLevel.Error);

        Assert.Equal("2026-05-01 12:00:00.000 info    a: one\n2026-05-01 12:00:00.000 error   b: two\n", _view.Text());
        _view.Choose(2, extends: false, adds: false);
        Assert.Equal("2026-05-01 12:00:00.000 error   b: two\n", _view.Text());
        _view.Word = "one";
        Assert.Equal(0, _view.ChosenCount);
    }

    [Fact]
    public void A_cleared_view_shows_only_what_comes_after()
    {
        Say("a", "old");
        _view.Clear();
        Assert.Empty(_view.Lines);

        Say("a", "new");

        Assert.Equal("new", Assert.Single(_view.Lines).Text);
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public void Control_characters_of_a_server_are_visible_in_the_log()
    {
        Say("a", "< 220 \x1b]0;pwn\x07 \u202e<b>");

        Assert.Equal(@"< 220 \x1b]0;pwn\x07 \u202e<b>", Assert.Single(_view.Lines).Text);
    }

    private void Say(string source, string text, LogLevel level = LogLevel.Information)
    {
        _log.Add(level, source, text);
        _view.Take(_log.Lines);
    }

    private IEnumerable<long> Chosen() => _view.Lines.Select(static line => line.Number).Where(_view.IsChosen);
}
