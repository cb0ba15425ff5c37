using Sealift.Core.Stores;
using Sealift.Transfer.Leftovers;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Leftovers;

/// <summary>What stepped aside on a server that does not rename over a file: it may be all there is of a content.</summary>
[Trait("Fault", "F26")]
[Trait("Fault", "F29")]
public sealed class LeftoverSearchTests
{
    private readonly MemoryFileStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_old_file_whose_new_one_is_there_can_go()
    {
        await RunSetup.WriteAsync(_store, "d/a.sealift-old", "old");
        await RunSetup.WriteAsync(_store, "d/a", "new");
        var search = Search();

        var found = Assert.Single(await search.FindAsync(Cancellation).ToListAsync(Cancellation));

        Assert.Equal(LeftoverState.Superseded, found.State);
        Assert.False(await search.RestoreAsync(found, Cancellation));
        Assert.True(await search.DeleteAsync(found, Cancellation));
        Assert.Equal(["d", "d/a"], (await RunSetup.TreeAsync(_store)).Keys);
        Assert.Equal("new"u8.ToArray(), await RunSetup.ReadAsync(_store, "d/a"));
    }

    [Fact]
    public async Task The_only_copy_is_never_deleted_and_gets_its_name_back()
    {
        await RunSetup.WriteAsync(_store, "d/a.sealift-old", "old");
        var search = Search();

        var found = Assert.Single(await search.FindAsync(Cancellation).ToListAsync(Cancellation));

        Assert.Equal(LeftoverState.OnlyCopy, found.State);
        Assert.False(await search.DeleteAsync(found, Cancellation));
        Assert.True(await search.RestoreAsync(found, Cancellation));
        Assert.Equal(["d", "d/a"], (await RunSetup.TreeAsync(_store)).Keys);
        Assert.Equal("old"u8.ToArray(), await RunSetup.ReadAsync(_store, "d/a"));
    }

    [Fact]
    public async Task What_a_run_brought_since_the_look_is_not_replaced_by_the_old_content()
    {
        await RunSetup.WriteAsync(_store, "a.sealift-old", "old");
        var search = Search();
        var found = Assert.Single(await search.FindAsync(Cancellation).ToListAsync(Cancellation));

        await RunSetup.WriteAsync(_store, "a", "new");

        Assert.False(await search.RestoreAsync(found, Cancellation));
        Assert.Equal("new"u8.ToArray(), await RunSetup.ReadAsync(_store, "a"));
    }

    [Fact]
    public async Task An_old_file_whose_new_one_is_gone_since_the_look_stays()
    {
        await RunSetup.WriteAsync(_store, "a.sealift-old", "old");
        await RunSetup.WriteAsync(_store, "a", "new");
        var search = Search();
        var found = Assert.Single(await search.FindAsync(Cancellation).ToListAsync(Cancellation));

        await _store.DeleteAsync(Core.FtpPath.Parse("a"), Cancellation);

        Assert.False(await search.DeleteAsync(found, Cancellation));
        Assert.Equal("old"u8.ToArray(), await RunSetup.ReadAsync(_store, "a.sealift-old"));
    }

    private LeftoverSearch Search() => new(RunSetup.Side(_store, "there"), TimeSpan.FromDays(1), file: null);
}
