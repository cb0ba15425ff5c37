using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Leftovers;
using Sealift.Transfer.State;
using Sealift.Transfer.Tests.Running;
using Sealift.Transfer.Tests.State;

namespace Sealift.Transfer.Tests.Leftovers;

/// <summary>What runs keep on a disk, for whoever finds it full.</summary>
public sealed class KeptPartsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parts_of_every_run_on_the_disk_count_and_those_elsewhere_or_gone_do_not()
    {
        using var disk = await SmallDisk.MountAsync(kibibytes: 1024);
        using var home = new TempDirectory();
        foreach (var name in (string[])["one", "two", "three"]) Directory.CreateDirectory(Path.Combine(disk.Path, name));
        await using var file = await StateFile.OpenAsync(home.Combine("transfers.db"), cancellationToken: Cancellation);
        await LeaveAsync(file, Path.Combine(disk.Path, "one"), ("a", 100_000), ("gone", null));
        await LeaveAsync(file, Path.Combine(disk.Path, "two"), ("a", 70_000), ("b", 200_000));
        await LeaveAsync(file, home.Path, ("a", 500_000));

        var kept = KeptParts.Find(file, Path.Combine(disk.Path, "three"));

        Assert.NotNull(kept);
        Assert.Equal((3, 370_000), (kept.Files, kept.Bytes));
        Assert.Equal([Path.Combine(disk.Path, "two"), Path.Combine(disk.Path, "one")], kept.Directories);
    }

    [Fact]
    public async Task Nothing_is_found_where_no_run_left_anything()
    {
        using var home = new TempDirectory();
        await using var file = await StateFile.OpenAsync(home.Combine("transfers.db"), cancellationToken: Cancellation);
        await LeaveAsync(file, home.Path, ("gone", null));

        Assert.Null(KeptParts.Find(file, home.Path));
    }

    private static async Task LeaveAsync(StateFile file, string directory, params (string Name, int? Size)[] files)
    {
        await using var target = TransferSide.Local(directory);
        await using var journal = file.OpenJournal(RunSetup.Side(new MemoryFileStore(), "here"), target);
        foreach (var (name, size) in files)
        {
            var part = FtpPath.Parse($".{name}{LocalFileStore.PartSuffix}");
            if (size is { } bytes) await File.WriteAllBytesAsync(Path.Combine(directory, part.Name), new byte[bytes], Cancellation);
            await journal.WriteAsync(new FileRecord(FtpPath.Parse(name), FileState.Pending) { Part = part, SourceSize = 1_000_000 }, Cancellation);
        }
    }
}
