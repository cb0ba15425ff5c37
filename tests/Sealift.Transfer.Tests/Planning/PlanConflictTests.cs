using System.Collections.Concurrent;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Planning;

public sealed class PlanConflictTests
{
    private readonly MemoryFileStore _source = new();
    private readonly MemoryFileStore _target = new();

    [Theory]
    [InlineData(ConflictDecision.Replace, "Replace a SizeDiffers")]
    [InlineData(ConflictDecision.Resume, "Replace a SizeDiffers")]
    [InlineData(ConflictDecision.Skip, "Keep a Existing")]
    [InlineData(ConflictDecision.Refuse, "Refuse a Existing")]
    [InlineData(ConflictDecision.KeepBoth, "Copy a (1) Existing")]
    public async Task A_file_that_would_be_replaced_becomes_what_was_decided(ConflictDecision decision, string line)
    {
        await RunSetup.WriteAsync(_source, "a", "longer");
        await RunSetup.WriteAsync(_target, "a", "short");

        var steps = await PlanSetup.StepsAsync(_source, _target, Deciding(_ => decision));

        Assert.Equal([line], PlanSetup.Lines(steps));
        Assert.Equal(decision == ConflictDecision.Resume, steps[0].ResumesTarget);
    }

    [Theory]
    [InlineData(1, "Replace a SourceNewer")]
    [InlineData(-1, "Keep a TargetNewer")]
    public async Task The_newer_one_stays_where_that_was_decided(int hours, string line)
    {
        var time = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        await RunSetup.WriteAsync(_source, "a", "longer");
        await RunSetup.WriteAsync(_target, "a", "short");
        await _target.SetModifiedAsync(Core.FtpPath.Parse("a"), time, TestContext.Current.CancellationToken);
        await _source.SetModifiedAsync(Core.FtpPath.Parse("a"), time.AddHours(hours), TestContext.Current.CancellationToken);

        Assert.Equal([line], await PlanSetup.LinesAsync(_source, _target, Deciding(_ => ConflictDecision.ReplaceOlder)));
    }

    [Fact]
    public async Task The_question_has_the_facts_of_both_files_and_is_not_asked_for_others()
    {
        await RunSetup.WriteAsync(_source, "new", "1");
        await RunSetup.WriteAsync(_source, "deep/differs", "longer");
        await RunSetup.WriteAsync(_target, "deep/differs", "short");
        await RunSetup.WriteAsync(_target, "only there", "x");
        var asked = new ConcurrentBag<TransferStep>();

        await PlanSetup.StepsAsync(_source, _target, Deciding(step =>
        {
            asked.Add(step);
            return ConflictDecision.Replace;
        }));

        var step = Assert.Single(asked);
        Assert.Equal("deep/differs", step.Path.ToString());
        Assert.Equal((6, 5), (step.Source!.Size, step.Target!.Size));
    }

    [Fact]
    public async Task What_needs_no_answer_comes_while_somebody_thinks()
    {
        await RunSetup.WriteAsync(_source, "a", "longer");
        await RunSetup.WriteAsync(_target, "a", "short");
        await RunSetup.WriteAsync(_source, "b", "new");
        await RunSetup.WriteAsync(_source, "c/d", "new");
        var answer = new TaskCompletionSource<ConflictDecision>(TaskCreationOptions.RunContinuationsAsynchronously);
        var plan = PlanSetup.Plan(_source, _target, new TransferPlanOptions { DecideConflict = (_, token) => new ValueTask<ConflictDecision>(answer.Task.WaitAsync(token)) });
        var seen = new List<string>();

        await foreach (var step in plan.StepsAsync(TestContext.Current.CancellationToken))
        {
            seen.Add(step.Path.ToString());
            if (seen.Count == 3) answer.SetResult(ConflictDecision.Replace);
        }

        Assert.Equal("a", seen[^1]);
        Assert.Equal(["a", "b", "c", "c/d"], seen.Order());
    }

    [Fact]
    public async Task A_name_beside_another_is_not_deleted()
    {
        await RunSetup.WriteAsync(_source, "a", "longer");
        await RunSetup.WriteAsync(_target, "a", "short");
        await RunSetup.WriteAsync(_target, "a (1)", "longer");
        var time = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        await _source.SetModifiedAsync(Core.FtpPath.Parse("a"), time, TestContext.Current.CancellationToken);
        await _target.SetModifiedAsync(Core.FtpPath.Parse("a (1)"), time, TestContext.Current.CancellationToken);

        var lines = await PlanSetup.LinesAsync(_source, _target, Deciding(_ => ConflictDecision.KeepBoth) with { Delete = true, DeletionLimit = DeletionLimit.None });

        Assert.Equal(["Keep a (1) SameSizeAndTime"], lines);
    }

    [Fact]
    public async Task A_plan_that_is_cancelled_waits_for_no_answer()
    {
        await RunSetup.WriteAsync(_source, "a", "longer");
        await RunSetup.WriteAsync(_target, "a", "short");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var plan = PlanSetup.Plan(_source, _target, new TransferPlanOptions
        {
            DecideConflict = async (_, token) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return ConflictDecision.Replace;
            },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in plan.StepsAsync(stop.Token)) Assert.Fail($"{step.Path} was decided by nobody");
        });
    }

    private static TransferPlanOptions Deciding(Func<TransferStep, ConflictDecision> decide) =>
        new() { DecideConflict = (step, _) => ValueTask.FromResult(decide(step)) };
}
