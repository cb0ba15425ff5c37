using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor.Services;
using Sealift.App.Files;
using Sealift.App.Files.Panes;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Tests.Files;

/// <summary>The small components of a pane, without a browser.</summary>
public sealed class PaneViewTests : BunitContext
{
    private readonly PaneModel _pane = new(TimeProvider.System);

    public PaneViewTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    [Fact]
    public async Task The_status_tells_what_is_shown_selected_and_not_shown()
    {
        await OpenAsync("a.txt", "b.txt", ".hidden");
        _pane.Select(static (selection, view) => selection.All(view));

        var status = Render<PaneStatus>(parameters => parameters.Add(view => view.Model, _pane));

        Assert.Equal(["2 items", "1 not shown", "2 selected, 6 B"], status.FindAll("span").Select(span => span.TextContent));
    }

    [Fact]
    public async Task Crumbs_lead_to_every_directory_above_and_fold_a_long_path()
    {
        await OpenAsync("one/", "one/two/", "one/two/three/", "one/two/three/four/", "one/two/three/four/five/");
        await _pane.GoAsync(FtpPath.Parse("/one/two/three/four/five"));
        string? chosen = null;

        var crumbs = Render<Breadcrumbs>(parameters => parameters.Add(view => view.Model, _pane).Add(view => view.OnGo, path => chosen = path));
        var buttons = crumbs.FindAll("button.crumb");

        Assert.Equal(["/", "…", "three", "four", "five"], buttons.Select(button => button.TextContent));
        Assert.Equal("location", buttons[^1].GetAttribute("aria-current"));
        await crumbs.FindAll("button.crumb")[1].ClickAsync(new());
        Assert.Equal("/one/two", chosen);
    }

    [Fact]
    public void Titles_of_columns_tell_the_order_and_ask_for_another()
    {
        PaneColumn? asked = null;
        var head = Render<PaneHeader>(parameters => parameters.Add(view => view.Order, new PaneOrder(PaneColumn.Size, IsDescending: true)).Add(view => view.OnSort, EventCallback.Factory.Create<PaneColumn>(this, column => asked = column)));

        Assert.Equal(["none", "descending", "none", "none"], head.FindAll("[role=columnheader]").Select(title => title.GetAttribute("aria-sort")));
        head.Find(".cell-time button").Click();
        Assert.Equal(PaneColumn.Modified, asked);
    }

    [Fact]
    public async Task The_filter_narrows_as_it_is_typed_and_escape_gives_all_back()
    {
        await OpenAsync("alpha", "beta");
        var isDone = false;
        var box = Render<FilterBox>(parameters => parameters.Add(view => view.Model, _pane).Add(view => view.OnDone, () => isDone = true));

        box.Find("input").Input("be");
        Assert.Equal(["beta"], Lines.Names(_pane.View));
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" });

        Assert.Equal(["alpha", "beta"], Lines.Names(_pane.View));
        Assert.True(isDone);
    }

    [Fact]
    public async Task A_new_name_is_told_once_and_an_unchanged_one_not_at_all()
    {
        List<string?> told = [];
        var box = Render<RenameBox>(parameters => parameters.Add(view => view.Item, Lines.Of("old.txt")).Add(view => view.OnDone, EventCallback.Factory.Create<string?>(this, told.Add)));

        box.Find("input").Input("new.txt");
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        await box.Find("input").BlurAsync(new());
        Assert.Equal(["new.txt"], told);

        var unchanged = Render<RenameBox>(parameters => parameters.Add(view => view.Item, Lines.Of("old.txt")).Add(view => view.OnDone, EventCallback.Factory.Create<string?>(this, told.Add)));
        await unchanged.Find("input").BlurAsync(new());
        Assert.Equal(["new.txt", null], told);
    }

    [Fact]
    public async Task Names_are_text_in_every_part_of_a_pane()
    {
        const string Name = "<img src=x onerror=alert(1)>";
        await OpenAsync(Name + "/");
        await _pane.GoAsync(FtpPath.Root.Append(Name));

        var crumbs = Render<Breadcrumbs>(parameters => parameters.Add(view => view.Model, _pane));

        Assert.Empty(crumbs.FindAll("img"));
        Assert.Equal(Name, crumbs.FindAll("button.crumb")[^1].TextContent);
    }

    [Fact]
    public void The_lines_of_a_pane_are_a_list_that_is_never_copied()
    {
        var lines = new PaneLines(Lines.Some("a", "b", "c"));

        Assert.Equal(3, lines.Count);
        Assert.Equal("c", lines[2].Item.Name);
        Assert.Equal(1, lines.IndexOf(lines[1]));
        Assert.Equal(-1, lines.IndexOf(new PaneLine(1, Lines.Of("b"))));
        Assert.Equal([1, 2], lines.Skip(1).Take(2).Select(line => line.Index));
        Assert.Throws<NotSupportedException>(lines.Clear);
    }

    private async Task OpenAsync(params string[] names)
    {
        var store = new MemoryFileStore();
        foreach (var name in names)
        {
            var path = FtpPath.Root.Combine(FtpPath.Parse(name));
            if (name.EndsWith('/'))
            {
                await store.CreateDirectoryAsync(path);
                continue;
            }

            await using var file = await store.OpenWriteAsync(path, FileWriteOptions.Replace);
            await file.WriteAsync("abc"u8.ToArray());
            await file.CompleteAsync();
        }

        await _pane.OpenAsync("memory", _ => Task.FromResult((PaneSide.Of(store, "memory"), FtpPath.Root)));
    }
}
