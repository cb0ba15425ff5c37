using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Journals;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Tests.Journals;

[Trait("Fault", "F27")]
public sealed class JournalTests : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly TransferSide _source = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "here");
    private readonly TransferSide _target = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "there");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string StatePath => _home.Combine("state/transfers.db");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_record_comes_back_whole_in_another_process()
    {
        var record = new FileRecord(FtpPath.Parse("a/b é.txt"), FileState.Pending)
        {
            Part = FtpPath.Parse("a/.b.1234.sealift-part"),
            Segments = [new SegmentRecord(0, 10, 4), new SegmentRecord(10, 20, 0, FtpPath.Parse("a/.c.sealift-part"))],
            SourceSize = 30,
            SourceModified = new FtpTimestamp(new DateTime(2026, 5, 1, 12, 30, 0, DateTimeKind.Utc), FtpTimePrecision.Second, IsUtc: true),
            SourceUnique = "7g1",
            Attempts = 2,
            Cause = "451 \"disk\"",
        };
        await using (var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation))
        await using (var journal = file.OpenJournal(_source, _target))
        {
            await journal.WriteAsync(record, Cancellation);
            Assert.Equal(FileState.Pending, (await journal.FindAsync(record.Path, Cancellation))!.State);
        }

        await using var again = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var other = again.OpenJournal(_source, _target);
        var found = await other.FindAsync(record.Path, Cancellation);
        Assert.Equal(record with { Segments = [] }, found! with { Segments = [] });
        Assert.Equal(record.Segments, found.Segments);
        Assert.Null(await other.FindAsync(FtpPath.Parse("a"), Cancellation));
    }

    [Fact]
    public async Task A_time_of_an_unknown_zone_stays_one()
    {
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        var time = new FtpTimestamp(new DateTime(2026, 5, 1, 12, 30, 0, DateTimeKind.Unspecified), FtpTimePrecision.Minute, IsUtc: false);
        await using (var journal = file.OpenJournal(_source, _target))
            await journal.WriteAsync(new FileRecord(FtpPath.Parse("a"), FileState.Failed) { SourceModified = time }, Cancellation);

        await using var other = file.OpenJournal(_source, _target);
        Assert.Equal(time, (await other.FindAsync(FtpPath.Parse("a"), Cancellation))!.SourceModified);
    }

    [Fact]
    public async Task Every_file_has_one_state_and_the_unfinished_ones_are_listed()
    {
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using (var journal = file.OpenJournal(_source, _target))
        {
            var writes = Enumerable.Range(0, 2000).Select(async number =>
            {
                var path = FtpPath.Parse($"d{number % 7}/f{number}");
                await journal.WriteAsync(new FileRecord(path, FileState.Pending), Cancellation);
                if (number % 4 > 0) await journal.WriteAsync(new FileRecord(path, FileState.Publishing), Cancellation);
                if (number % 4 > 1) await journal.WriteAsync(new FileRecord(path, number % 4 == 2 ? FileState.Failed : FileState.Done), Cancellation);
            });
            await Task.WhenAll(writes);
            Assert.Equal(FileState.Done, (await journal.FindAsync(FtpPath.Parse("d3/f3"), Cancellation))!.State);
        }

        await using var other = file.OpenJournal(_source, _target);
        var unfinished = await other.UnfinishedAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal(1000, unfinished.Count);
        Assert.Equal(1000, unfinished.Select(record => record.Path).Distinct().Count());
        Assert.Equal(500, unfinished.Count(record => record.State == FileState.Publishing));
        Assert.Equal("2000", file.Read(database => database.Find("SELECT count(*) FROM file")));
    }

    [Fact]
    public async Task A_complete_run_leaves_only_what_failed()
    {
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var journal = file.OpenJournal(_source, _target);
        await journal.WriteAsync(new FileRecord(FtpPath.Parse("good"), FileState.Done), Cancellation);
        await journal.WriteAsync(new FileRecord(FtpPath.Parse("bad"), FileState.Failed) { Cause = "550" }, Cancellation);

        await journal.CompleteAsync(_target, Cancellation);

        Assert.Null(await journal.FindAsync(FtpPath.Parse("good"), Cancellation));
        Assert.Equal("550", (await journal.FindAsync(FtpPath.Parse("bad"), Cancellation))!.Cause);
        Assert.Equal("1", file.Read(database => database.Find("SELECT count(*) FROM file")));
    }

    [Fact]
    public async Task A_run_of_a_single_file_leaves_what_others_left_unfinished()
    {
        var unfinished = new FileRecord(FtpPath.Parse("a"), FileState.Pending) { Part = FtpPath.Parse("a.1.sealift-part"), SourceSize = 100_000 };
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using (var journal = file.OpenJournal(_source, _target)) await journal.WriteAsync(unfinished, Cancellation);

        await using (var journal = file.OpenJournal(_source, _target))
        {
            await journal.WriteAsync(new FileRecord(FtpPath.Parse("b"), FileState.Done), Cancellation);
            await journal.ForgetDoneAsync();
        }

        await using var again = file.OpenJournal(_source, _target);
        Assert.Equal("a.1.sealift-part", (await again.FindAsync(unfinished.Path, Cancellation))!.Part!.ToString());
        Assert.Null(await again.FindAsync(FtpPath.Parse("b"), Cancellation));
    }

    [Fact]
    public async Task Runs_between_other_sides_are_apart()
    {
        var elsewhere = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "elsewhere");
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var journal = file.OpenJournal(_source, _target);
        await using var other = file.OpenJournal(_source, elsewhere);

        await journal.WriteAsync(new FileRecord(FtpPath.Parse("a"), FileState.Pending), Cancellation);

        Assert.Null(await other.FindAsync(FtpPath.Parse("a"), Cancellation));
    }

    [Fact]
    public async Task Two_runs_never_have_one_target()
    {
        await using var file = await StateFile.OpenAsync(StatePath, new StateFileOptions { Command = "sealift sync a b" }, Cancellation);
        var journal = file.OpenJournal(_source, _target);

        var refused = Assert.Throws<StateException>(() => file.OpenJournal(_target, _target));
        Assert.Equal(StateFailure.Locked, refused.Failure);
        Assert.Equal(Environment.ProcessId, refused.Owner!.Pid);
        Assert.Contains("sealift sync a b", refused.Message, StringComparison.Ordinal);

        await journal.DisposeAsync();
        await using var free = file.OpenJournal(_target, _target);
    }

    [Theory]
    [InlineData("/in", "/in/deep", true)]
    [InlineData("/in/deep", "/in", true)]
    [InlineData("/", "/in", true)]
    [InlineData("in", "in/deep", true)]
    [InlineData("/in", "/inner", false)]
    [InlineData("in", "/in/deep", false)] // where a path from the login directory lies is not known
    public async Task Two_runs_never_have_targets_of_which_one_is_in_the_other(string one, string other, bool meet)
    {
        var store = new MemoryFileStore();
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var first = file.OpenJournal(_source, TransferSide.Of(store, FtpPath.Parse(one), one));

        var refused = await Record.ExceptionAsync(async () =>
        {
            await using var second = file.OpenJournal(_source, TransferSide.Of(store, FtpPath.Parse(other), other));
        });

        Assert.Equal(meet ? StateFailure.Locked : null, (refused as StateException)?.Failure);
        Assert.Equal(meet, refused is not null);
        await first.DisposeAsync();
        await using var free = file.OpenJournal(_source, TransferSide.Of(store, FtpPath.Parse(other), other));
    }

    [Fact]
    public async Task Writes_that_come_together_share_the_wait_for_the_disk()
    {
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var journal = file.OpenJournal(_source, _target);

        Task[] writes;
        using (var other = SqliteDatabase.Open(StatePath, LibSqlite.OpenReadWrite))
        {
            // As long as the file is held by somebody else, the first group cannot end.
            other.Execute("BEGIN IMMEDIATE");
            writes = [.. Enumerable.Range(0, 500).Select(number =>
                journal.WriteAsync(new FileRecord(FtpPath.Parse($"f{number}"), FileState.Pending), Cancellation).AsTask())];
            other.Execute("COMMIT");
        }

        await Task.WhenAll(writes);

        Assert.InRange(journal.Groups, 1, 2);
    }
}
