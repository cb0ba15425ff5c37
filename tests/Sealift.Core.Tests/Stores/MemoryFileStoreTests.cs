using Sealift.Core.Stores;

namespace Sealift.Core.Tests.Stores;

public sealed class MemoryFileStoreTests : FileStoreTests
{
    private readonly FixedTime _time = new(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public MemoryFileStoreTests() => Store = new MemoryFileStore(_time);

    protected override IFileStore Store { get; }

    [Fact]
    public async Task Times_come_from_the_given_clock()
    {
        await WriteAsync("/f", "x");
        _time.Advance(TimeSpan.FromMinutes(1));
        await WriteAsync("/f", "y", FileWriteOptions.Append);

        Assert.Equal("20240506070909", (await Store.FindAsync(FtpPath.Parse("/f")))!.Modified!.Value.Format());
        Assert.Equal("20240506070809", (await Store.FindAsync(FtpPath.Root))!.Modified!.Value.Format());
    }

    [Fact]
    public async Task Parallel_writers_of_one_name_leave_one_whole_content()
    {
        await Parallel.ForAsync(0, 50, async (i, _) => await WriteAsync("/f", new string((char)('a' + (i % 26)), 1000)));

        Assert.Single((await ReadAsync("/f")).Distinct());
    }
}
