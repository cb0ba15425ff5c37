using Sealift.App.Queue;
using Sealift.Core;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.App.Tests.Queue;

public sealed class RunModelTests
{
    private readonly RunModel _model = new(7);
    private TransferTotals _totals;

    [Fact]
    public void A_file_waits_moves_is_proven_and_is_done_with_its_evidence()
    {
        Plan("a", 100);
        Plan("b", 300);
        _model.Apply(new PlanCompleted(_totals));
        Assert.Equal(["a", "b"], _model.Snapshot().Waiting.Select(row => row.Path));
        Assert.Equal(0, _model.Snapshot().Share);

        _model.Apply(new FileStarted(Step("a", 100), 100, 0, 1));
        _model.Apply(new FileProgress(FtpPath.Parse("a"), 50, 100, 25));
        var moving = Assert.Single(_model.Snapshot().Active);
        Assert.Equal((FileRowState.Moving, 0.5, TimeSpan.FromSeconds(2)), (moving.State, moving.Share, moving.Left));

        _model.Apply(new FileProving(FtpPath.Parse("a"), TransferEvidence.HashCompared));
        Assert.Equal(FileRowState.Proving, Assert.Single(_model.Snapshot().Active).State);

        _model.Apply(new FileDone(Step("a", 100), new TransferReceipt(FtpPath.Parse("a"), 100, TransferEvidence.Sent | TransferEvidence.SizeCompared, TimeSpan.FromSeconds(4))));
        var sum = _model.Snapshot();
        Assert.Empty(sum.Active);
        Assert.Equal("size proven", EvidenceText.Level(Assert.Single(sum.Done).Evidence));
        Assert.Equal((1, 2, 0.25), (sum.FilesDone, sum.FilesKnown, sum.Share));
    }

    [Fact]
    public void What_is_resumed_counts_as_there_and_the_time_left_is_of_the_rest()
    {
        Plan("a", 1000);
        _model.Apply(new PlanCompleted(_totals));
        _model.Apply(new FileStarted(Step("a", 1000), 1000, 600, 1));
        _model.Apply(new RunProgress(0, 0, 100, _totals, IsPlanComplete: true));

        var sum = _model.Snapshot();
        Assert.Equal((0.6, TimeSpan.FromSeconds(4)), (sum.Share, sum.Left));
        Assert.Equal(600, Assert.Single(sum.Active).ResumedAt);
    }

    [Fact]
    public void A_failure_is_shown_until_the_file_is_tried_again_and_counts_only_for_good()
    {
        Plan("a", 100);
        var failure = new TransferFailure(FtpPath.Parse("a"), FailureClass.Transient, "The connection broke.");
        _model.Apply(new FileStarted(Step("a", 100), 100, 0, 1));
        _model.Apply(new StepFailed(Step("a", 100), failure, TimeSpan.FromSeconds(1), 1));
        Assert.Equal((FileRowState.Retrying, 0L), (Assert.Single(_model.Snapshot().Failed).State, _model.Snapshot().FilesFailed));

        _model.Apply(new FileStarted(Step("a", 100), 100, 0, 2));
        Assert.Empty(_model.Snapshot().Failed);

        _model.Apply(new StepFailed(Step("a", 100), failure, RetryAfter: null, 2));
        _model.Apply(new PlanCompleted(_totals));
        var sum = _model.Snapshot();
        Assert.Equal((FileRowState.Failed, "The connection broke."), (Assert.Single(sum.Failed).State, sum.Failed[0].Cause));
        Assert.Equal((1, 1.0), (sum.FilesFailed, sum.Share));
    }

    [Fact]
    public void The_evidence_of_a_job_is_the_least_of_its_files()
    {
        foreach (var (name, evidence) in new[] { ("a", TransferEvidence.SizeCompared | TransferEvidence.HashCompared), ("b", TransferEvidence.SizeCompared) })
            _model.Apply(new FileDone(Step(name, 1), new TransferReceipt(FtpPath.Parse(name), 1, evidence, TimeSpan.Zero)));

        Assert.Equal(TransferEvidence.SizeCompared, _model.Snapshot().Evidence);
    }

    [Fact]
    public void A_wait_says_for_what_until_it_goes_on()
    {
        _model.Apply(new RunPaused("the disk is full", TimeSpan.FromSeconds(5)));
        Assert.Equal("the disk is full", _model.Snapshot().Waits);
        _model.Apply(new RunResumed());
        Assert.Null(_model.Snapshot().Waits);
    }

    [Fact]
    public void Its_memory_does_not_grow_with_the_files()
    {
        for (var i = 0; i < 50_000; i++)
        {
            Plan($"f{i}", 10);
            _model.Apply(new FileStarted(Step($"f{i}", 10), 10, 0, 1));
            _model.Apply(new FileDone(Step($"f{i}", 10), new TransferReceipt(FtpPath.Parse($"f{i}"), 10, TransferEvidence.Sent, TimeSpan.FromMilliseconds(1))));
        }

        var sum = _model.Snapshot();
        Assert.Equal((50_000, 500_000), (sum.FilesDone, sum.Bytes));
        Assert.Equal(RunModel.Kept, sum.Done.Count);
        Assert.Equal("f49999", sum.Done[0].Path);
        Assert.Empty(sum.Waiting);
    }

    private static TransferStep Step(string path, long size) => new(StepAction.Copy, FtpPath.Parse(path), StepReason.Missing)
    {
        Source = new FtpEntry { Name = path, Kind = FtpEntryKind.File, Size = size },
        Because = "not in the target",
    };

    private void Plan(string path, long size)
    {
        _totals = new TransferTotals(_totals.Steps + 1, _totals.Files + 1, _totals.Bytes + size);
        _model.Apply(new StepPlanned(Step(path, size), _totals));
    }
}
