using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.TestKit.Stores;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;

namespace Sealift.Transfer.Tests.Planning;

/// <summary>What is looked at before anything is done is asked again where the answer was lost or refused for the moment; what would be done twice is not.</summary>
public sealed class FirstLookTests
{
    private static readonly FtpPath File = FtpPath.Parse("file");
    private static readonly FastTime Time = new(1000);

    private readonly MemoryFileStore _there = new();
    private readonly MemoryFileStore _here = new();
    private readonly FaultStore _faulty;
    private int _asked;

    public FirstLookTests() => _faulty = new FaultStore(_there);

    public static TheoryData<string> ForNow => ["421", "425", "450", "451", "522", "lost"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ForNow))]
    public async Task A_look_at_a_tree_is_repeated_when_it_was_refused_for_the_moment(string failure)
    {
        await WriteAsync(_there);
        FailTwice(StoreOperation.Find, failure);

        var steps = await StepsAsync(FtpPath.Parse("d"));

        Assert.Equal(3, _asked);
        Assert.Contains(steps, static step => step.Action == StepAction.Copy && step.Path == File);
    }

    [Theory]
    [MemberData(nameof(ForNow))]
    public async Task A_look_at_a_file_is_repeated_when_it_was_refused_for_the_moment(string failure)
    {
        await WriteAsync(_there);
        FailTwice(StoreOperation.Find, failure);
        await using var source = TransferSide.Of(_faulty, FtpPath.Parse("d"), "there");
        await using var target = TransferSide.Of(_here, FtpPath.Home, "here");

        var job = new PreparedJob(source, target) { Plan = new TransferPlanOptions { TimeProvider = Time } };
        var step = await new FileStep(job, File).StepsAsync(Cancellation).SingleAsync(Cancellation);

        Assert.Equal(3, _asked);
        Assert.Equal(StepAction.Copy, step.Action);
    }

    [Fact]
    public async Task A_look_that_was_refused_for_good_is_not_repeated()
    {
        await WriteAsync(_there);
        _faulty.Before = (operation, path, _) => operation == StoreOperation.Find ? Count(Failure("550", path)) : null;

        await Assert.ThrowsAsync<FtpReplyException>(async () => await StepsAsync(FtpPath.Parse("d")));

        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_not_asked_for_ever()
    {
        _faulty.Before = (operation, path, _) => operation == StoreOperation.Find ? Count(Failure("lost", path)) : null;

        await Assert.ThrowsAsync<FtpConnectionException>(async () => await StepsAsync(FtpPath.Parse("d")));

        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task A_root_whose_making_was_not_answered_is_not_made_twice()
    {
        var made = 0;
        _faulty.After = (operation, path) => operation == StoreOperation.CreateDirectory && ++made == 1 ? Failure("lost", path) : null;
        await using var side = TransferSide.Of(_faulty, FtpPath.Parse("a/b"), "there");

        await side.CreateRootAsync(Cancellation);

        Assert.NotNull(await _there.FindAsync(FtpPath.Parse("a/b"), Cancellation));
        Assert.Equal(2, made); // "a", which was not answered, and "b"
    }

    private static Exception Failure(string what, FtpPath path) => what == "lost"
        ? new FtpConnectionException(FtpConnectionFailure.Closed, "The connection broke.")
        : new FtpReplyException(new FtpCommand("MLST", path), new FtpReply(int.Parse(what, System.Globalization.CultureInfo.InvariantCulture), "Not now."));

    private static async Task WriteAsync(MemoryFileStore store)
    {
        await store.CreateDirectoryAsync(FtpPath.Parse("d"), Cancellation);
        await using var stream = await store.OpenWriteAsync(FtpPath.Parse("d/file"), FileWriteOptions.Replace, Cancellation);
        await stream.WriteAsync("content"u8.ToArray(), Cancellation);
        await stream.CompleteAsync(Cancellation);
    }

    private void FailTwice(StoreOperation operation, string failure) =>
        _faulty.Before = (asked, path, _) => asked != operation ? null : ++_asked <= 2 ? Failure(failure, path) : null;

    private Exception Count(Exception failure)
    {
        _asked++;
        return failure;
    }

    private async Task<List<TransferStep>> StepsAsync(FtpPath root)
    {
        await using var source = TransferSide.Of(_faulty, root, "there");
        await using var target = TransferSide.Of(_here, FtpPath.Home, "here");
        var plan = new TransferPlan(source, target, new TransferPlanOptions { TimeProvider = Time });
        return await plan.StepsAsync(Cancellation).ToListAsync(Cancellation);
    }
}
