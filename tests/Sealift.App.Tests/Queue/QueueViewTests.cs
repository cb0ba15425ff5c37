using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Sealift.App.Queue;
using Sealift.Transfer.Queues;
using Sealift.Transfer.Running;

namespace Sealift.App.Tests.Queue;

/// <summary>The components of the queue that have logic, without a browser.</summary>
public sealed class QueueViewTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly BunitContext _context = new();

    public ValueTask InitializeAsync()
    {
        _context.Services.AddMudServices();
        _context.Services.AddSingleton(TimeProvider.System);
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Render<MudBlazor.MudPopoverProvider>();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Theory]
    [InlineData(JobState.Waiting, "Pause job 7")]
    [InlineData(JobState.Running, "Pause job 7")]
    [InlineData(JobState.Paused, "Resume job 7")]
    [InlineData(JobState.Failed, "Retry job 7")]
    [InlineData(JobState.Done, "Retry job 7")]
    public void A_row_offers_what_its_job_can_do(JobState state, string label)
    {
        var row = Row(new TransferJob(7, "/a", "shop:/b") { State = state });

        Assert.NotNull(row.Find($"[aria-label='{label}']"));
    }

    [Theory]
    [InlineData("ArrowUp", true, JobAction.Up)]
    [InlineData("ArrowDown", true, JobAction.Down)]
    [InlineData("Delete", false, JobAction.Remove)]
    [InlineData("p", false, JobAction.Pause)]
    public void A_row_is_worked_with_by_keys(string key, bool alt, JobAction expected)
    {
        JobAction? done = null;
        var row = Row(new TransferJob(7, "/a", "shop:/b"), act: action => done = action);

        row.Find("tr").KeyDown(new KeyboardEventArgs { Key = key, AltKey = alt });

        Assert.Equal(expected, done);
    }

    [Fact]
    public void A_row_shows_progress_rate_time_left_and_evidence()
    {
        var run = new RunSnapshot(7) { FilesDone = 1, FilesKnown = 4, IsPlanComplete = true, Bytes = 1024, BytesKnown = 4096, Rate = 1024, Evidence = TransferEvidence.HashCompared };

        var text = Row(new TransferJob(7, "/a", "shop:/b") { State = JobState.Running }, run).Find("tr").TextContent;

        Assert.Contains("25 %", text, StringComparison.Ordinal);
        Assert.Contains("1 of 4 files", text, StringComparison.Ordinal);
        Assert.Contains("1.0 KiB/s", text, StringComparison.Ordinal);
        Assert.Contains("3 s", text, StringComparison.Ordinal);
        Assert.Contains("checksum proven", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_text_whatever_is_in_them()
    {
        var row = Row(new TransferJob(7, "/srv/<b>bold</b>\u001b[31m", "shop:/b"));

        Assert.Empty(row.FindAll("b"));
        Assert.Contains("\\x1b[31m", row.Find("tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_shown_in_the_order_that_matters()
    {
        var run = new RunSnapshot(7)
        {
            Active = [new FileRow("moving", FileRowState.Moving) { Size = 100, Bytes = 50, Rate = 10 }],
            Failed = [new FileRow("broken", FileRowState.Failed) { Cause = "no room" }],
            Done = [new FileRow("there", FileRowState.Done) { Size = 1, Bytes = 1, Evidence = TransferEvidence.SizeCompared }],
            Waiting = [new FileRow("later", FileRowState.Waiting) { Size = 5 }],
        };

        var rows = _context.Render<FileTable>(parameters => parameters.Add(table => table.Run, run)).FindAll("[data-testid=file-row]").Select(static row => row.TextContent).ToList();

        Assert.Equal(4, rows.Count);
        Assert.Contains("moving", rows[0], StringComparison.Ordinal);
        Assert.Contains("no room", rows[1], StringComparison.Ordinal);
        Assert.Contains("size proven", rows[2], StringComparison.Ordinal);
        Assert.Contains("waiting", rows[3], StringComparison.Ordinal);
    }

    [Fact]
    public void The_schedule_says_when_it_is_due_or_what_is_wrong()
    {
        var choice = ScheduleChoice.Of(schedule: null, Now);
        var editor = _context.Render<ScheduleEditor>(parameters => parameters.Add(schedule => schedule.Choice, choice));
        Assert.Equal("", editor.Find("[data-testid=schedule-next]").TextContent);

        editor.FindAll("input[type=radio]")[2].Change("on");
        editor.Find("[data-testid=schedule-cron]").Input("61 * * * *");
        Assert.Contains("no cron expression", editor.Find("[data-testid=schedule-next]").TextContent, StringComparison.Ordinal);
        editor.Find("[data-testid=schedule-cron]").Input("30 2 * * *");
        Assert.StartsWith("Next: ", editor.Find("[data-testid=schedule-next]").TextContent, StringComparison.Ordinal);
        Assert.Equal("30 2 * * *", choice.Read()!.Cron);
    }

    private IRenderedComponent<JobRow> Row(TransferJob job, RunSnapshot? run = null, Action<JobAction>? act = null) => _context.Render<JobRow>(parameters =>
    {
        parameters.Add(row => row.Job, job).Add(row => row.Run, run).Add(row => row.Now, Now);
        if (act is not null) parameters.Add(row => row.OnAct, act);
    });
}
