using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Sealift.Cli.Output;
using Sealift.Cli.Queues;
using Sealift.Core;
using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

public sealed partial class JobRow
{
    [Parameter, EditorRequired]
    public TransferJob Job { get; set; } = default!;

    /// <summary>How far it is; null where it does not run here.</summary>
    [Parameter]
    public RunSnapshot? Run { get; set; }

    [Parameter]
    public bool IsSelected { get; set; }

    /// <summary>Whether the whole queue stands still.</summary>
    [Parameter]
    public bool IsHeld { get; set; }

    /// <summary>Whether it waits for an answer about a file.</summary>
    [Parameter]
    public bool IsAsked { get; set; }

    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    [Parameter]
    public EventCallback OnSelect { get; set; }

    [Parameter]
    public EventCallback<JobAction> OnAct { get; set; }

    [Parameter]
    public EventCallback OnDragBegin { get; set; }

    [Parameter]
    public EventCallback OnDropHere { get; set; }

    private (string Icon, string Words) Direction => JobDirection.Of(Job);

    private bool CanPause => Job is { State: JobState.Waiting } or { State: JobState.Running, Wanted: null };

    private bool CanResume => Job is { State: JobState.Paused } or { State: JobState.Running, Wanted: JobState.Paused };

    private string State => IsAsked ? "waits for your answer" : Run is not null && IsHeld ? "standing still" : Run?.Waits is not null ? "waiting for the server or the disk" : JobText.State(Job, Now);

    private double? Share => Run is not null ? Run.Share : Job.State == JobState.Done ? 1 : null;

    private string Amount => Run is { } run
        ? string.Create(CultureInfo.InvariantCulture, $"{run.FilesDone} of {run.FilesKnown}{(run.IsPlanComplete ? "" : "+")} files, {SizeText.Of(run.Bytes)}")
        : Job.Last is { Outcome: not JobOutcome.Stopped } last ? JobText.Result(last) : "";

    // Why it failed says more than that nothing arrived.
    private string? Cause => Run is null && Job is { State: JobState.Failed, Last: { Cause: { } cause } } ? cause : null;

    // A cause names the place first, which the row does already.
    private static string ShortOf(string cause) => cause.LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var end ? cause[(end + 2)..] : cause;

    private static string Shown(string text) => TerminalText.Escape(text);

    private static void Nothing()
    {
        // A place that takes what is dragged has to listen.
    }

    private string ClassOf() => Job.State.ToString().ToLowerInvariant() + (IsSelected ? " selected" : "");

    private Task OnKeyAsync(KeyboardEventArgs key) => (key.Key, key.AltKey) switch
    {
        ("Enter" or " ", _) => OnSelect.InvokeAsync(),
        ("ArrowUp", true) => OnAct.InvokeAsync(JobAction.Up),
        ("ArrowDown", true) => OnAct.InvokeAsync(JobAction.Down),
        ("Delete", _) => OnAct.InvokeAsync(JobAction.Remove),
        ("p", false) => OnAct.InvokeAsync(CanPause ? JobAction.Pause : JobAction.Resume),
        _ => Task.CompletedTask,
    };
}
