using Microsoft.JSInterop;
using MudBlazor;
using Sealift.App.Files.Dialogs;
using Sealift.App.Files.Panes;
using Sealift.App.Files.Uploads;
using Sealift.App.Live;
using Sealift.App.Queue;
using Sealift.App.Sync;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;

namespace Sealift.App.Files.Commands;

/// <summary>Does in the panes of a window what people ask for, and tells them when it does not work.</summary>
internal sealed class FileActions(
    PanePair pair, Places places, AppQueue queue, JobEnds ends, BrowserUploads uploads, EventLog log, IDialogService dialogs, ISnackbar snackbar, IJSRuntime script)
{
    private readonly Dictionary<PaneSlot, PaneView> _views = [];
    private readonly HashSet<PaneModel> _stale = [];

    /// <summary>A pane is on the screen.</summary>
    public void Remember(PaneSlot slot, PaneView view) => _views[slot] = view;

    /// <summary>A pane is not on the screen any more.</summary>
    public void Forget(PaneSlot slot, PaneView view)
    {
        if (_views.GetValueOrDefault(slot) == view) _views.Remove(slot);
    }

    /// <summary>The keyboard goes to a pane.</summary>
    public Task FocusAsync(PaneSlot slot) => _views.TryGetValue(slot, out var view) ? view.FocusAsync() : Task.CompletedTask;

    /// <summary>Does a command in a pane.</summary>
    public Task RunAsync(PaneSlot slot, PaneCommand command) => TryAsync(() => DoAsync(slot, pair[slot], command));

    /// <summary>Goes to what was typed.</summary>
    public Task GoToAsync(PaneSlot slot, string text) => TryAsync(async () =>
    {
        var pane = pair[slot];
        if (await Places.FindAsync(pane, text, CancellationToken.None) is not var (directory, select)) await places.OpenAsync(pane, text);
        else await GoAsync(slot, () => pane.GoAsync(directory, select));
    });

    /// <summary>Gives a line another name.</summary>
    public Task RenameAsync(PaneSlot slot, PaneItem item, string name) => TryAsync(async () =>
    {
        var pane = pair[slot];
        var source = pane.Directory.Append(item.Entry.Name);
        var target = pane.Directory.Append(name);
        await FileChanges.MoveAsync(pane.Side!, source, target);
        await pane.RefreshAsync(name);
    });

    /// <summary>Lines of one pane were dropped on another one, or on a directory.</summary>
    public Task DropAsync(PaneSlot from, PaneSlot to, PaneItem? directory) => TryAsync(async () =>
    {
        var (source, target) = (pair[from], pair[to]);
        if (source.Side is null || target.Side is null) return;
        var into = directory is { IsDirectory: true, IsUsable: true } ? target.Directory.Append(directory.Entry.Name) : target.Directory;
        if (from != to)
        {
            Copy(source, target, into);
            return;
        }

        if (directory is not { IsDirectory: true }) return;
        foreach (var item in source.Chosen.Where(item => item != directory))
            await FileChanges.MoveAsync(source.Side, source.Directory.Append(item.Entry.Name), into.Append(item.Entry.Name));
        await source.RefreshAsync();
    });

    /// <summary>Files of the browser's machine are about to come.</summary>
    /// <returns>What the upload is called; null where the pane shows no place.</returns>
    public string? BeginUpload(PaneSlot slot, PaneItem? directory, int files, long bytes)
    {
        var pane = pair[slot];
        if (pane.Side is not { } side) return null;
        try
        {
            var into = directory is { IsDirectory: true, IsUsable: true } ? pane.Directory.Append(directory.Entry.Name) : pane.Directory;
            return uploads.Begin(side, into, files, bytes).Id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(e);
            return null;
        }
    }

    /// <summary>All files of an upload have come, or the browser gave up.</summary>
    public Task EndUploadAsync(string id, string? problem) => TryAsync(() =>
    {
        if (uploads.Find(id) is not { } upload) return Task.CompletedTask; // cancelled
        if (problem is not null)
        {
            uploads.Abandon(upload);
            throw CommandException.Local($"The files did not come from the browser: {problem}", "Try again; nothing was transferred.");
        }

        Added(uploads.Complete(upload), upload.Side, upload.Target);
        return Task.CompletedTask;
    });

    /// <summary>Selects in both panes what the other one has not, or has older or different.</summary>
    public void SelectDifferences()
    {
        if (pair.Comparison is not { } comparison) return;
        foreach (var pane in (PaneModel[])[pair.Left, pair.Right])
            pane.Select((selection, view) => selection.Where(view, item => comparison.Find(item) is EntryDifference.OnlyHere or EntryDifference.Newer or EntryDifference.Different));
    }

    /// <summary>Shows what would make the other pane's directory like the one of the pane that the person works in.</summary>
    public Task SynchroniseAsync() => TryAsync(async () =>
    {
        var (source, target) = (pair[pair.Active], pair.Other(pair.Active));
        if (source.Address is not { } from || target.Address is not { } to) return;
        var dialog = await dialogs.ShowAsync<SyncDialog>("", new DialogParameters { ["Source"] = from, ["Target"] = to }, SyncDialog.Options);
        await dialog.Result;
        await FocusAsync(pair.Active);
    });

    /// <summary>Tells what went wrong.</summary>
    public void Tell(Exception e)
    {
        if (e is OperationCanceledException) return;
        var failure = FailureReport.Describe(PaneFailure.Of(e)!);
        log.Add(LogLevel.Error, "files", failure.Message);
        snackbar.Add(TerminalText.Escape(failure.Message) + (failure.Hint is { } hint ? " " + hint : ""), Severity.Error, static options => options.RequireInteraction = true);
    }

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is not JSDisconnectedException)
        {
            Tell(e);
        }
    }

    private async Task DoAsync(PaneSlot slot, PaneModel pane, PaneCommand command)
    {
        if (pane.Side is not { } side) return;
        var chosen = pane.Chosen;
        switch (command)
        {
            case PaneCommand.Open when chosen.Count == 1:
                await OpenAsync(slot, chosen[0]);
                break;
            case PaneCommand.View when chosen.Count == 1:
                await ShowTextAsync(pane, chosen[0], isEdited: false);
                break;
            case PaneCommand.Edit when chosen.Count == 1:
                await ShowTextAsync(pane, chosen[0], isEdited: true);
                break;
            case PaneCommand.Copy when pair.Other(slot) is { IsOpen: true } other:
                Copy(pane, other, other.Directory);
                break;
            case PaneCommand.Rename when chosen.Count == 1 && _views.TryGetValue(slot, out var view):
                FileChanges.RequireUsable(chosen);
                view.BeginRename(chosen[0]);
                break;
            case PaneCommand.NewFolder:
                await MakeDirectoryAsync(pane);
                break;
            case PaneCommand.Delete when chosen.Count > 0:
                FileChanges.RequireUsable(chosen);
                await ShowAsync<DeleteDialog>(slot, new DialogParameters { ["Side"] = side, ["Directory"] = pane.Directory, ["Items"] = chosen }, MaxWidth.Small);
                await pane.RefreshAsync();
                break;
            case PaneCommand.Properties when chosen.Count == 1:
                FileChanges.RequireUsable(chosen);
                await ShowAsync<PropertiesDialog>(slot, new DialogParameters { ["Pane"] = pane, ["Other"] = pair.Other(slot), ["Item"] = chosen[0] }, MaxWidth.Medium);
                await pane.RefreshAsync();
                break;
            case PaneCommand.Permissions when chosen.Count > 0:
                FileChanges.RequireUsable(chosen);
                await ShowAsync<PermissionsDialog>(slot, new DialogParameters { ["Side"] = side, ["Directory"] = pane.Directory, ["Items"] = chosen }, MaxWidth.Small);
                await pane.RefreshAsync();
                break;
            case PaneCommand.CopyUrl:
                await CopyTextAsync(chosen.Count == 0 ? side.UrlOf(pane.Directory, isDirectory: true) : string.Join('\n', Usable(chosen).Select(item => side.UrlOf(pane.Directory.Append(item.Entry.Name), item.IsDirectory))), side.IsLocal ? "The path" : "The URL");
                break;
            case PaneCommand.CopyCommand when chosen.Count > 0:
                await CopyTextAsync(string.Join('\n', Usable(chosen).Select(item => EquivalentCommand.Of(item, pane, pair.Other(slot)))), "The command");
                break;
            case PaneCommand.Upload when _views.TryGetValue(slot, out var view):
                await view.ChooseFilesAsync();
                break;
            case PaneCommand.SelectAll:
                pane.Select(static (selection, lines) => selection.All(lines));
                break;
            case PaneCommand.InvertSelection:
                pane.Select(static (selection, lines) => selection.Invert(lines));
                break;
            case PaneCommand.Refresh:
                await pane.RefreshAsync();
                break;
            case PaneCommand.Up:
                await GoAsync(slot, pane.GoUpAsync);
                break;
            case PaneCommand.Back:
                await GoAsync(slot, pane.GoBackAsync);
                break;
            case PaneCommand.Forward:
                await GoAsync(slot, pane.GoForwardAsync);
                break;
            case PaneCommand.ShowHidden:
                pane.Rule = pane.Rule with { ShowsHidden = !pane.Rule.ShowsHidden };
                break;
            default:
                break;
        }
    }

    private async Task OpenAsync(PaneSlot slot, PaneItem item)
    {
        var pane = pair[slot];
        FileChanges.RequireUsable([item]);
        var path = pane.Directory.Append(item.Entry.Name);
        if (await pane.Side!.IsDirectoryAsync(path, item.Entry, CancellationToken.None)) await GoAsync(slot, () => pane.GoAsync(path));
        else await ShowTextAsync(pane, item, isEdited: false);
    }

    // Where the panes are browsed together, the other one goes along if it can.
    private async Task GoAsync(PaneSlot slot, Func<Task> go)
    {
        var pane = pair[slot];
        var wasSynchronised = pair.IsSynchronised;
        var arrival = go();
        var other = pair.Other(slot);
        if (pair.Follow(slot, pane.Directory) is { } path && path != other.Directory && other.Side is { } side)
        {
            if (path.IsTop || await side.Store.FindAsync(path) is { } entry && await side.IsDirectoryAsync(path, entry, CancellationToken.None)) await other.GoAsync(path);
            else snackbar.Add($"The other pane has no directory {TerminalText.Escape(path.ToString())}; it stays where it is.", Severity.Info);
        }
        else if (wasSynchronised && !pair.IsSynchronised)
        {
            snackbar.Add("The panes are not browsed together any more: the other one cannot go further up.", Severity.Info);
        }

        await arrival;
    }

    private void Copy(PaneModel from, PaneModel to, FtpPath into)
    {
        var chosen = from.Chosen;
        FileChanges.RequireUsable(chosen);
        if (chosen.Count == 0) return;
        if (from.Side!.AddressOf(from.Directory, isDirectory: true) == to.Side!.AddressOf(into, isDirectory: true))
            throw CommandException.Usage("both panes show the same directory.", "Go to another directory in one of them.");
        var jobs = queue.EnqueueAll([.. chosen.Select(item => Transfers.Of(item, from, to.Side, into))]);
        Added(jobs, to.Side, into);
    }

    private void Added(IReadOnlyList<TransferJob> jobs, PaneSide target, FtpPath into)
    {
        snackbar.Add(jobs.Count == 1 ? "1 transfer is in the queue." : $"{jobs.Count} transfers are in the queue.", Severity.Normal, static options => options.VisibleStateDuration = 2500);
        foreach (var job in jobs) _ = ShowEndAsync(job.Id, target, into);
    }

    private async Task ShowEndAsync(long id, PaneSide target, FtpPath into)
    {
        var job = await ends.WaitAsync(id);
        foreach (var pane in (PaneModel[])[pair.Left, pair.Right])
        {
            if (pane.Side == target && pane.Directory == into) await RefreshWhenIdleAsync(pane, target, into);
        }

        if (job is { State: JobState.Failed }) snackbar.Add($"Job {job.Id} failed: {TerminalText.Escape(job.Last?.Cause ?? "see the queue")}", Severity.Error);
    }

    // A listing that is under way may have passed what has just come. It is made once more when it is over, however many jobs end meanwhile.
    private async Task RefreshWhenIdleAsync(PaneModel pane, PaneSide side, FtpPath directory)
    {
        lock (_stale)
        {
            if (!_stale.Add(pane)) return;
        }

        await pane.IdleAsync();
        lock (_stale) _stale.Remove(pane);
        if (pane.Side == side && pane.Directory == directory) await pane.RefreshAsync();
    }

    private async Task MakeDirectoryAsync(PaneModel pane)
    {
        var dialog = await dialogs.ShowAsync<NameDialog>("New folder", new DialogParameters { ["Label"] = "Name of the new folder" }, Options(MaxWidth.ExtraSmall));
        if (await dialog.Result is { Canceled: false, Data: string name })
        {
            await FileChanges.MakeDirectoryAsync(pane.Side!, pane.Directory.Append(name));
            await pane.RefreshAsync(name);
        }

        await FocusAsync(pair.Active);
    }

    private async Task ShowTextAsync(PaneModel pane, PaneItem item, bool isEdited)
    {
        FileChanges.RequireUsable([item]);
        var parameters = new DialogParameters { ["Side"] = pane.Side, ["Path"] = pane.Directory.Append(item.Entry.Name), ["IsEdited"] = isEdited };
        var options = Options(MaxWidth.Large) with { CloseOnEscapeKey = false };
        var dialog = await dialogs.ShowAsync<TextDialog>(item.Name, parameters, options);
        if (await dialog.Result is { Canceled: false }) await pane.RefreshAsync();
        await FocusAsync(pair.Active);
    }

    private async Task ShowAsync<T>(PaneSlot slot, DialogParameters parameters, MaxWidth width)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        var dialog = await dialogs.ShowAsync<T>("", parameters, Options(width));
        await dialog.Result;
        await FocusAsync(slot);
    }

    private async Task CopyTextAsync(string text, string what)
    {
        await using var module = await script.InvokeAsync<IJSObjectReference>("import", "./files.js");
        if (await module.InvokeAsync<bool>("copyText", text)) snackbar.Add($"{what} is on the clipboard.", Severity.Normal, static options => options.VisibleStateDuration = 2500);
        else await dialogs.ShowAsync<ClipboardDialog>(what, new DialogParameters { ["Text"] = text }, Options(MaxWidth.Medium));
    }

    private static IEnumerable<PaneItem> Usable(IReadOnlyList<PaneItem> items) => items.Where(static item => item.IsUsable);

    private static DialogOptions Options(MaxWidth width) => new() { FullWidth = true, MaxWidth = width, CloseOnEscapeKey = true, BackdropClick = false };
}
