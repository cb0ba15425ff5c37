using Microsoft.AspNetCore.Components;
using MudBlazor;
using Sealift.App.Asking;
using Sealift.App.Live;
using Sealift.App.Sync;
using Sealift.Cli.Output;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.App.Queue;

public sealed partial class QueuePage : LiveComponent
{
    private bool _showsHistory;
    private long? _selected;
    private RunSnapshot? _run;
    private Exception? _failure;

    [Inject]
    private AppQueue Queue { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private Person Person { get; set; } = default!;

    // The job that waits for an answer about a file.
    private long? Asked => Person.Open.OfType<ConflictAsk>().FirstOrDefault()?.Job.Id;

    private bool HasFailed => Queue.Jobs.Any(static job => job.State == JobState.Failed);

    private bool HasDone => Queue.Jobs.Any(static job => job.State == JobState.Done);

    // The chosen one; else the one that runs.
    private TransferJob? Shown => Queue.Jobs.FirstOrDefault(job => job.Id == _selected) ?? Queue.Jobs.FirstOrDefault(static job => job.State == JobState.Running);

    protected override void OnInitialized()
    {
        _run = Queue.Run;
        Follow(Queue);
        Follow(Person);
    }

    protected override Task OnSourceChangedAsync()
    {
        _run = Queue.Run;
        return Task.CompletedTask;
    }

    private async Task ActAsync((TransferJob Job, JobAction Action) wanted)
    {
        var (job, action) = wanted;
        if (action == JobAction.Schedule)
        {
            await Dialogs.ShowAsync<ScheduleDialog>("", new DialogParameters { ["Job"] = job }, new DialogOptions { FullWidth = true, MaxWidth = MaxWidth.Small });
            return;
        }

        Do(queue => JobActions.Do(queue, job.Id, action));
    }

    private void RetryFailed() => Do(static queue =>
    {
        foreach (var job in queue.List().Where(static job => job.State == JobState.Failed)) queue.Retry(job.Id);
    });

    private void RemoveDone() => Do(static queue =>
    {
        foreach (var job in queue.List().Where(static job => job.State == JobState.Done)) queue.Remove(job.Id);
    });

    private void Limit(string? rate)
    {
        try
        {
            _failure = null;
            Queue.SetLimits(rate, Queue.Settings.Schedule);
        }
        catch (CommandException e)
        {
            _failure = e;
        }
    }

    private async Task TimesAsync() => await Dialogs.ShowAsync<LimitTimesDialog>("", new DialogOptions { FullWidth = true, MaxWidth = MaxWidth.Medium });

    private async Task SyncAsync() => await Dialogs.ShowAsync<SyncDialog>("", new DialogParameters { ["Source"] = "", ["Target"] = "" }, SyncDialog.Options);

    private Task HoldAsync(bool isPaused) => Queue.SetPausedAsync(isPaused);

    private void Do(Action<TransferQueue> act)
    {
        try
        {
            _failure = null;
            Queue.Act(act);
        }
        catch (StateException e)
        {
            _failure = e;
        }
    }
}
