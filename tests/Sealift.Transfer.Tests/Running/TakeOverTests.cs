using Sealift.Client;
using Sealift.Core.Stores;
using Sealift.TestKit.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

/// <summary>Files of the target that are gone on with because a person said that they are incomplete.</summary>
public sealed class TakeOverTests
{
    private readonly MemoryFileStore _source = new();
    private readonly MemoryFileStore _target = new();
    private readonly byte[] _content = new byte[500_000];

    public TakeOverTests() => Fill(_content, 7);

    [Fact]
    public async Task A_beginning_of_the_source_is_gone_on_with()
    {
        await WriteAsync(_content[..300_000]);

        var receipt = Assert.Single((await RunAsync()).OfType<FileDone>()).Receipt;

        Assert.Equal(300_000, receipt.ResumedAt);
        Assert.Equal(_content, await RunSetup.ReadAsync(_target, "a"));
        Assert.Equal(["a"], (await RunSetup.TreeAsync(_target)).Keys);
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(1_000)]
    [InlineData(600_000)]
    public async Task What_is_no_beginning_of_the_source_is_replaced(int length)
    {
        var other = new byte[length];
        Fill(other, 8);
        await WriteAsync(other);

        var receipt = Assert.Single((await RunAsync()).OfType<FileDone>()).Receipt;

        Assert.Equal(0, receipt.ResumedAt);
        Assert.Equal(_content, await RunSetup.ReadAsync(_target, "a"));
        Assert.Equal(["a"], (await RunSetup.TreeAsync(_target)).Keys);
    }

    [Fact]
    public async Task A_run_that_is_stopped_in_the_middle_is_gone_on_with_by_the_next_one()
    {
        await WriteAsync(_content[..300_000]);
        var journal = new MemoryTransferJournal();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await foreach (var happened in Runner(new TransferRunOptions { Journal = journal, RateLimit = new RateLimit(1) }).RunAsync(stop.Token))
        {
            if (happened is FileStarted) await stop.CancelAsync();
        }

        var events = await Runner(new TransferRunOptions { Journal = journal }).RunAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt >= 300_000);
        Assert.Equal(_content, await RunSetup.ReadAsync(_target, "a"));
        Assert.Equal(["a"], (await RunSetup.TreeAsync(_target)).Keys);
    }

    [Fact]
    public async Task What_cannot_be_finished_gets_its_name_back()
    {
        await WriteAsync(_content[..300_000]);
        var broken = new FaultStore(_source)
        {
            Before = static (operation, _, position) => operation == StoreOperation.Read && position >= 350_000 ? new FtpConnectionException(FtpConnectionFailure.Closed, "The connection broke.") : null,
        };
        var runner = Runner(new TransferRunOptions { Retry = new RetryPolicy { Attempts = 1 } }, broken);

        var events = await runner.RunAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Single(events.OfType<RunFinished>().Single().Summary.Failures);
        Assert.Equal(["a"], (await RunSetup.TreeAsync(_target)).Keys);
        Assert.Equal(_content[..300_000], (await RunSetup.ReadAsync(_target, "a"))![..300_000]);
    }

    // Bytes that repeat nowhere (a multiplicative generator, Knuth 3.2.1).
    private static void Fill(byte[] content, uint seed)
    {
        var state = seed;
        for (var i = 0; i < content.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            content[i] = (byte)(state >> 24);
        }
    }

    private async Task WriteAsync(byte[] there)
    {
        await RunSetup.WriteAsync(_source, "a", _content);
        await RunSetup.WriteAsync(_target, "a", there);
    }

    private async Task<IReadOnlyList<TransferEvent>> RunAsync() =>
        await Runner(new TransferRunOptions()).RunAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private TransferRunner Runner(TransferRunOptions options, IFileStore? source = null)
    {
        var from = RunSetup.Side(source ?? _source, "here");
        var to = RunSetup.Side(_target, "there");
        var plan = new TransferPlan(from, to, new TransferPlanOptions { DecideConflict = static (_, _) => ValueTask.FromResult(ConflictDecision.Resume) });
        return new TransferRunner(plan, options);
    }
}
