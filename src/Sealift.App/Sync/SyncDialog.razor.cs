using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using Sealift.App.Live;
using Sealift.App.Queue;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Transfer.Planning;

namespace Sealift.App.Sync;

public sealed partial class SyncDialog : IDisposable
{
    private readonly SyncOptions _options = new();
    private ScheduleChoice _when = new();
    private CancellationTokenSource? _planning;
    private SyncPlan? _plan;
    private TransferPlanSummary _known = new();
    private Exception? _failure;
    private bool _isPlanning;
    private bool _isConfirmed;
    private long _drawnAt;
    private string _source = "";
    private string _target = "";

    /// <summary>How the dialog is shown.</summary>
    public static DialogOptions Options { get; } = new() { FullWidth = true, MaxWidth = MaxWidth.Large, BackdropClick = false, CloseOnEscapeKey = true };

    /// <summary>Where the files come from: a full local path, or a server's address with a path behind it; what the dialog begins with.</summary>
    [Parameter]
    public string Source { get; set; } = "";

    /// <summary>Where they go, likewise.</summary>
    [Parameter]
    public string Target { get; set; } = "";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private AppQueue Queue { get; set; } = default!;

    [Inject]
    private SyncPlanner Planner { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool HasEnds => _source.Trim().Length > 0 && _target.Trim().Length > 0;

    private bool CanStart => !_isPlanning && _plan is { } plan && (plan.LargeDeletion is null || _isConfirmed) && (!plan.Summary.IsNothingToDo || _when.Kind != ScheduleKind.Now);

    private string Words => HasEnds
        ? TerminalText.Escape($"{_target.Trim()} becomes like {_source.Trim()}: what is new or differs is copied there{(_options.Delete ? ", and what is only there is deleted" : "; nothing is deleted")}.")
        : "Name a directory of this machine by its full path, one of a server by a saved site's name:/path or a URL.";

    private string HowWords => string.Join(
        ", ",
        $"files that differ {SyncOptions.ExistingChoices.First(choice => choice.Value == _options.Existing).Words}",
        $"compared by {SyncOptions.CompareChoices.First(choice => choice.Value == _options.Compare).Words}",
        _options.Delete ? "with deletions" : "nothing deleted");

    public void Dispose()
    {
        _planning?.Cancel();
        _planning?.Dispose();
        _planning = null;
    }

    protected override void OnInitialized()
    {
        // What surrounds a dialog draws it again now and then, with the places that it was opened with. What was typed since must stay.
        (_source, _target) = (Source, Target);
        _when = ScheduleChoice.Of(schedule: null, Time.GetUtcNow());
    }

    private static string SumOf(TransferPlanSummary sum)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{sum.Copies + sum.Replacements:N0} files to copy ({SizeText.Of(sum.Bytes)})");
        if (sum.Deletions > 0) text += string.Create(CultureInfo.InvariantCulture, $", {sum.Deletions:N0} to delete");
        if (sum.HeldDeletions > 0) text += string.Create(CultureInfo.InvariantCulture, $", {sum.HeldDeletions:N0} deletions held back");
        if (sum.Kept > 0) text += string.Create(CultureInfo.InvariantCulture, $", {sum.Kept:N0} as they should be");
        if (sum.Refused > 0) text += string.Create(CultureInfo.InvariantCulture, $", {sum.Refused:N0} not possible");
        return text + ". Nothing was changed yet.";
    }

    private NewTransfer Transfer() => new(_source.Trim(), _target.Trim()) { Words = _options.Words(), Asks = false };

    // What was planned with other words says nothing any more.
    private void Forget()
    {
        _plan = null;
        _isConfirmed = false;
        _failure = null;
    }

    private void Swap()
    {
        (_source, _target) = (_target, _source);
        Forget();
    }

    private void Cancel() => _planning?.Cancel();

    private void Close()
    {
        Cancel();
        Dialog.Cancel();
    }

    private async Task PlanAsync()
    {
        Forget();
        _options.ConfirmedDeletions = null;
        _planning?.Dispose();
        using var planning = new CancellationTokenSource();
        _planning = planning;
        _isPlanning = true;
        _known = new TransferPlanSummary();
        try
        {
            // Off the circuit: a large tree must not keep the window from answering.
            _plan = await Task.Run(() => Planner.PlanAsync(Transfer(), Tell, planning.Token), planning.Token);
        }
        catch (OperationCanceledException) when (planning.IsCancellationRequested)
        {
            _plan = null;
        }
        catch (Exception e)
        {
            _failure = e;
        }
        finally
        {
            _isPlanning = false;
            _planning = null;
        }
    }

    private void Tell(TransferPlanSummary known)
    {
        if (_drawnAt != 0 && Time.GetElapsedTime(_drawnAt) < LiveComponent.Interval) return;
        _drawnAt = Time.GetTimestamp();
        _ = InvokeAsync(() =>
        {
            _known = known;
            StateHasChanged();
        });
    }

    private void Start()
    {
        try
        {
            _options.ConfirmedDeletions = _isConfirmed ? _plan?.LargeDeletion?.Files : null;
            var job = Queue.Enqueue(Transfer() with { Schedule = _when.Read() });
            Snackbar.Add($"Job {job.Id} is in the queue.", Severity.Success);
            Dialog.Close();
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }

    private async Task CopyAsync()
    {
        var command = ShellWords.Join(["sealift", "sync", .. _options.Words(), _source.Trim(), _target.Trim()]);
        try
        {
            await Script.InvokeVoidAsync("navigator.clipboard.writeText", command);
            Snackbar.Add("The command is in the clipboard.", Severity.Info);
        }
        catch (JSException)
        {
            // Without the right to the clipboard it is shown, to be copied by hand.
            Snackbar.Add(command, Severity.Info);
        }
    }
}
