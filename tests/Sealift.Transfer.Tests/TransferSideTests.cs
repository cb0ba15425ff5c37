using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Tests;

public sealed class TransferSideTests
{
    [Fact]
    public async Task Two_sides_of_one_directory_are_the_same_store()
    {
        await using var one = TransferSide.Local(AppContext.BaseDirectory);
        await using var other = TransferSide.Local(AppContext.BaseDirectory);

        Assert.Equal(one.Identity, other.Identity);
        Assert.Equal(TransferSideKind.Local, one.Kind);
    }

    [Fact]
    public async Task Two_stores_in_memory_are_not_the_same()
    {
        await using var one = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "one");
        await using var other = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "other");

        Assert.NotEqual(one.Identity, other.Identity);
    }
}
