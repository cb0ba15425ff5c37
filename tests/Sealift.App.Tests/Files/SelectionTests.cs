using Sealift.App.Files.Panes;

namespace Sealift.App.Tests.Files;

public sealed class SelectionTests
{
    private readonly PaneItem[] _view = Lines.Some("a", "b", "c", "d", "e");
    private readonly Selection _selection = new();

    [Fact]
    public void A_click_selects_one_ctrl_adds_and_shift_extends()
    {
        _selection.Click(_view, 1, adds: false, extends: false);
        Assert.Equal(["b"], Selected);

        _selection.Click(_view, 3, adds: true, extends: false);
        Assert.Equal(["b", "d"], Selected);

        _selection.Click(_view, 4, adds: true, extends: true);
        Assert.Equal(["b", "d", "e"], Selected);

        _selection.Click(_view, 2, adds: false, extends: true);
        Assert.Equal(["c", "d"], Selected);

        _selection.Click(_view, 3, adds: true, extends: false);
        Assert.Equal(["c"], Selected);
    }

    [Fact]
    public void Arrows_carry_the_selection_and_shift_stretches_it_from_where_it_began()
    {
        _selection.MoveTo(_view, 2, keeps: false, extends: false);
        _selection.MoveTo(_view, 3, keeps: false, extends: true);
        _selection.MoveTo(_view, 4, keeps: false, extends: true);
        Assert.Equal(["c", "d", "e"], Selected);

        _selection.MoveTo(_view, 1, keeps: false, extends: true);
        Assert.Equal(["b", "c"], Selected);

        _selection.MoveTo(_view, 99, keeps: true, extends: false);
        Assert.Equal(["b", "c"], Selected);
        Assert.Equal(4, _selection.Cursor);
    }

    [Fact]
    public void Space_takes_the_line_of_the_cursor_and_goes_on()
    {
        _selection.MoveTo(_view, 0, keeps: false, extends: false);
        _selection.Clear();

        _selection.Toggle(_view);
        _selection.Toggle(_view);
        _selection.Toggle(_view);
        Assert.Equal(["a", "b", "c"], Selected);

        _selection.MoveTo(_view, 1, keeps: true, extends: false);
        _selection.Toggle(_view);
        Assert.Equal(["a", "c"], Selected);
    }

    [Fact]
    public void A_rubber_band_selects_what_it_covers_now_and_no_more_what_it_left()
    {
        _selection.Click(_view, 0, adds: false, extends: false);
        _selection.BeginBand(adds: true);
        _selection.Band(_view, 2, 4);
        Assert.Equal(["a", "c", "d", "e"], Selected);

        _selection.Band(_view, 2, 2);
        Assert.Equal(["a", "c"], Selected);

        _selection.BeginBand(adds: false);
        _selection.Band(_view, 5, 4);
        Assert.Empty(Selected);
    }

    [Fact]
    public void All_none_and_the_others_can_be_selected_with_their_bytes()
    {
        PaneItem[] view = [Lines.Of("a", 5), Lines.Of("b", 7), Lines.Of("c/")];

        _selection.All(view);
        Assert.Equal((3, 12), (_selection.Count, _selection.Bytes));

        _selection.Click(view, 0, adds: false, extends: false);
        _selection.Invert(view);
        Assert.Equal((2, 7), (_selection.Count, _selection.Bytes));
    }

    [Fact]
    public void New_lines_keep_what_was_selected_by_its_name_and_drop_what_is_not_shown_any_more()
    {
        _selection.Click(_view, 1, adds: false, extends: false);
        _selection.Click(_view, 3, adds: true, extends: false);
        var sorted = Lines.Some("e", "d", "c", "a");

        _selection.Follow(_view, sorted);

        Assert.Equal(["d"], Lines.Names(_selection.In(sorted)));
        Assert.Equal(1, _selection.Count);
        Assert.Equal(1, _selection.Cursor);
    }

    private string[] Selected => Lines.Names(_selection.In(_view));
}
