using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.State;

[Trait("Fault", "F12")]
public sealed class StateDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_a_clear_error_and_what_was_written_stays()
    {
        using var disk = await SmallDisk.MountAsync(400);
        var path = Path.Combine(disk.Path, "transfers.db");
        var written = 0;
        await using (var file = await StateFile.OpenAsync(path, cancellationToken: Cancellation))
        {
            var queue = new TransferQueue(file);
            var refused = Assert.Throws<StateException>(() =>
            {
                for (; written < 100_000; written++) queue.Add(new NewJob(new string('s', 1000), "t"));
            });
            Assert.Equal(StateFailure.Unusable, refused.Failure);
            Assert.Contains("full", refused.Message, StringComparison.Ordinal);
            Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        }

        await using var again = await StateFile.OpenAsync(path, cancellationToken: Cancellation);
        Assert.Null(again.Recovery);
        Assert.True(written > 10);
        Assert.Equal(written, new TransferQueue(again).List().Count);
    }

    [Fact]
    public async Task A_journal_without_room_says_so_and_goes_on_when_there_is_room_again()
    {
        using var disk = await SmallDisk.MountAsync(300);
        await using var file = await StateFile.OpenAsync(Path.Combine(disk.Path, "transfers.db"), cancellationToken: Cancellation);
        await using (var journal = file.OpenJournal(RunSetup.Side(new MemoryFileStore(), "here"), RunSetup.Side(new MemoryFileStore(), "there")))
        {
            await File.WriteAllBytesAsync(Path.Combine(disk.Path, "filler"), [], Cancellation);
            await FillAsync(Path.Combine(disk.Path, "filler"));
            var refused = await Assert.ThrowsAsync<StateException>(async () =>
            {
                for (var i = 0; i < 100_000; i++)
                    await journal.WriteAsync(new FileRecord(FtpPath.Parse($"f{i}"), FileState.Failed) { Cause = new string('x', 2000) }, Cancellation);
            });
            Assert.Equal(StateFailure.Unusable, refused.Failure);

            // With room again the journal goes on.
            File.Delete(Path.Combine(disk.Path, "filler"));
            await journal.WriteAsync(new FileRecord(FtpPath.Parse("a"), FileState.Failed), Cancellation);
            Assert.Equal(FileState.Failed, (await journal.FindAsync(FtpPath.Parse("a"), Cancellation))!.State);
        }
    }

    [Fact]
    public async Task A_read_only_disk_is_a_clear_error()
    {
        using var disk = await SmallDisk.MountAsync(400);
        var path = Path.Combine(disk.Path, "transfers.db");
        await using (var file = await StateFile.OpenAsync(path, cancellationToken: Cancellation)) new TransferQueue(file).Add(new NewJob("a", "b"));
        await disk.SetReadOnlyAsync(true);

        var refused = await Assert.ThrowsAsync<StateException>(async () => await StateFile.OpenAsync(path, cancellationToken: Cancellation));

        Assert.Equal(StateFailure.Unusable, refused.Failure);
        Assert.Contains("SEALIFT_STATE", refused.Hint, StringComparison.Ordinal);
        await disk.SetReadOnlyAsync(false);
        await using var again = await StateFile.OpenAsync(path, cancellationToken: Cancellation);
        Assert.Single(new TransferQueue(again).List());
    }

    private static async Task FillAsync(string path)
    {
        try
        {
            await using var filler = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true) await filler.WriteAsync(new byte[4096], Cancellation);
        }
        catch (IOException)
        {
            // Full, as it shall be.
            return;
        }
    }
}
