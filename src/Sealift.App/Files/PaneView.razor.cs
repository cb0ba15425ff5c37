using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Sealift.App.Files.Commands;
using Sealift.App.Files.Panes;
using Sealift.App.Live;
using Sealift.Core;
using Sealift.Transfer.Planning;

namespace Sealift.App.Files;

/// <summary>A pane: its bar, its list and what keyboard and mouse do in it.</summary>
public sealed partial class PaneView : LiveComponent, IAsyncDisposable
{
    /// <summary>The height of a line in CSS pixels; files.css says the same.</summary>
    public const int RowHeight = 26;

    private ElementReference _list;
    private Microsoft.AspNetCore.Components.Web.Virtualization.Virtualize<PaneLine>? _rows;
    private IReadOnlyList<PaneItem>? _linesOf;
    private PaneLines _lines = new([]);
    private IJSObjectReference? _module;
    private IJSObjectReference? _hands;
    private DotNetObjectReference<PaneView>? _self;
    private bool _isGone;
    private TypeAhead? _typeAhead;
    private PaneItem? _renamed;
    private (double X, double Y)? _menu;
    private bool _isEditingPath;
    private bool _isFiltering;

    /// <summary>Which of the two panes it is.</summary>
    [Parameter, EditorRequired]
    public PaneSlot Slot { get; set; }

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public PaneModel Model { get; set; } = default!;

    [Inject]
    private PanePair Pair { get; set; } = default!;

    [Inject]
    private FileActions Actions { get; set; } = default!;

    [Inject]
    private Places Places { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private bool IsLeft => Slot == PaneSlot.Left;

    private string TestId => IsLeft ? "pane-left" : "pane-right";

    private string ListLabel => Model.Side is { } side ? $"{TerminalText.Escape(side.Title)}: {TerminalText.Escape(Model.Directory.ToString())}" : "No place";

    private PaneLines Lines
    {
        get
        {
            var view = Model.View;
            if (!ReferenceEquals(view, _linesOf)) (_linesOf, _lines) = (view, new PaneLines(view));
            return _lines;
        }
    }

    /// <summary>A key was pressed in the list.</summary>
    [JSInvokable]
    public async Task OnKey(string key, bool ctrl, bool shift, bool alt, int page)
    {
        Pair.Activate(Slot);
        var pressed = new PaneKey(key, ctrl, shift, alt);
        if (pressed.Command is { } command)
        {
            await RunAsync(command);
        }
        else if (pressed.Move(Model.Selection.Cursor, Model.View.Count, page) is { } index)
        {
            Model.Select((selection, view) => selection.MoveTo(view, index, ctrl, shift), reveal: true);
        }
        else if (key == " ")
        {
            Model.Select(static (selection, view) => selection.Toggle(view), reveal: true);
        }
        else if (key == "Escape")
        {
            if (Model.IsBusy) Model.Stop();
            else if (Model.Rule.Filter.Length > 0) Model.Rule = Model.Rule with { Filter = "" };
            else Model.Select(static (selection, _) => selection.Clear());
        }
        else if (key == "Tab")
        {
            Pair.Activate(IsLeft ? PaneSlot.Right : PaneSlot.Left);
            await Actions.FocusAsync(Pair.Active);
        }
        else if (key.Length == 1 && !ctrl && !alt && (_typeAhead ??= new TypeAhead(Time)).Find(key, Model.View, Model.Selection.Cursor) is { } found)
        {
            Model.Select((selection, view) => selection.Click(view, found, adds: false, extends: false), reveal: true);
        }
    }

    /// <summary>A line was clicked; -1 for the empty space.</summary>
    [JSInvokable]
    public void OnClick(int index, bool ctrl, bool shift)
    {
        Pair.Activate(Slot);
        Model.Select((selection, view) =>
        {
            if (index >= 0) selection.Click(view, index, ctrl, shift);
            else if (!ctrl && !shift) selection.Clear();
        });
    }

    /// <summary>A line was clicked twice.</summary>
    [JSInvokable]
    public async Task OnOpen(int index)
    {
        if (index < 0 || index >= Model.View.Count) return;
        Model.Select((selection, view) => selection.Click(view, index, adds: false, extends: false));
        await RunAsync(PaneCommand.Open);
    }

    /// <summary>The menu was asked for.</summary>
    [JSInvokable]
    public void OnMenu(double x, double y)
    {
        Pair.Activate(Slot);
        _menu = (x, y);
        StateHasChanged();
    }

    /// <summary>A rubber band begins.</summary>
    [JSInvokable]
    public void OnBandBegin(bool adds) => Model.Select((selection, _) => selection.BeginBand(adds));

    /// <summary>A rubber band covers lines.</summary>
    [JSInvokable]
    public void OnBand(int from, int to) => Model.Select((selection, view) => selection.Band(view, from, to));

    /// <summary>Lines of a pane were dropped here.</summary>
    /// <param name="source">The pane that they come from.</param>
    /// <param name="index">The directory that they were dropped on; -1 for the one that is shown.</param>
    [JSInvokable]
    public Task OnDrop(string source, int index) => Actions.DropAsync(source == "left" ? PaneSlot.Left : PaneSlot.Right, Slot, ItemAt(index));

    /// <summary>Files of the browser's machine are about to come.</summary>
    /// <returns>What the upload is called; null where none is possible.</returns>
    [JSInvokable]
    public string? BeginUpload(int index, int files, long bytes) => Actions.BeginUpload(Slot, ItemAt(index), files, bytes);

    /// <summary>All files of an upload have come, or the browser gave up.</summary>
    [JSInvokable]
    public Task EndUpload(string id, string? problem) => Actions.EndUploadAsync(id, problem);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        Dispose();
        Actions.Forget(Slot, this);
        try
        {
            if (_hands is not null) await _hands.InvokeVoidAsync("dispose");
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The window is gone, and its scripts with it.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Follow(Model);
        Follow(Pair);
        Actions.Remember(Slot, this);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "./files.js");
            if (_isGone)
            {
                // The person went to another page while the script was loaded.
                await _module.DisposeAsync();
                return;
            }

            _hands = await _module.InvokeAsync<IJSObjectReference>("attach", _list, _self, IsLeft ? "left" : "right", RowHeight);
        }

        if (Model.Reveals is { } index && _hands is not null)
        {
            Model.Reveals = null;
            await _hands.InvokeVoidAsync("reveal", index);
        }
    }

    /// <summary>The keyboard goes to the list.</summary>
    internal async Task FocusAsync()
    {
        if (_hands is not null) await _hands.InvokeVoidAsync("focus");
    }

    /// <summary>The person chooses files of the browser's machine.</summary>
    internal async Task ChooseFilesAsync()
    {
        if (_hands is not null) await _hands.InvokeVoidAsync("choose");
    }

    /// <summary>A line gets a box for its new name.</summary>
    internal void BeginRename(PaneItem item)
    {
        _renamed = item;
        StateHasChanged();
    }

    private PaneItem? ItemAt(int index) => index >= 0 && index < Model.View.Count ? Model.View[index] : null;

    private async Task RunAsync(PaneCommand command)
    {
        Pair.Activate(Slot);
        switch (command)
        {
            case PaneCommand.EditPath:
                _isEditingPath = true;
                break;
            case PaneCommand.Filter:
                _isFiltering = true;
                break;
            case PaneCommand.Menu when _hands is not null:
                var place = await _hands.InvokeAsync<double[]>("place", Model.Selection.Cursor);
                _menu = (place[0], place[1]);
                break;
            default:
                await Actions.RunAsync(Slot, command);
                break;
        }

        StateHasChanged();
    }

    private async Task RunFromMenuAsync(PaneCommand command)
    {
        await CloseMenuAsync();
        await RunAsync(command);
    }

    private Task CloseMenuAsync()
    {
        _menu = null;
        return FocusAsync();
    }

    private async Task EndPathAsync(string? text)
    {
        _isEditingPath = false;
        if (text is not null) await Actions.GoToAsync(Slot, text);
        await FocusAsync();
    }

    private Task EndFilterAsync()
    {
        _isFiltering = false;
        return FocusAsync();
    }

    private async Task EndRenameAsync(string? name)
    {
        var item = _renamed;
        _renamed = null;
        if (item is not null && name is not null) await Actions.RenameAsync(Slot, item, name);
    }

    private string? MarkOf(PaneItem item) => PaneText.Mark(Pair.Comparison?.Find(item));

    private string RowClass(PaneLine line)
    {
        var selected = Model.Selection.Contains(line.Item) ? "row-selected" : "";
        var cursor = line.Index == Model.Selection.Cursor ? "row-cursor" : "";
        var mark = Pair.Comparison?.Find(line.Item) switch
        {
            EntryDifference.OnlyHere => "mark-only",
            EntryDifference.Newer => "mark-newer",
            EntryDifference.Older => "mark-older",
            EntryDifference.Different => "mark-different",
            EntryDifference.Same => "mark-same",
            _ => "",
        };
        return $"{selected} {cursor} {mark} {(line.Item.IsHidden ? "row-hidden" : "")}";
    }

    private static string IconOf(PaneItem item) => item.Entry.Kind switch
    {
        FtpEntryKind.Directory => "ico-dir",
        FtpEntryKind.Link => "ico-link",
        FtpEntryKind.File => "ico-file",
        _ => "ico-other",
    };
}
