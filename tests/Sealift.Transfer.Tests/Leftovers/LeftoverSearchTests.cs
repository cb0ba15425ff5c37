using Microsoft.Extensions.Time.Testing;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Leftovers;
using Sealift.Transfer.State;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Leftovers;

/// <summary>Unfinished files, and what stepped aside on a server that does not rename over a file: it may be all there is of a content.</summary>
[Trait("Fault", "F26")]
[Trait("Fault", "F29")]
public sealed class LeftoverSearchTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(60);

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

        await _store.DeleteAsync(FtpPath.Parse("a"), Cancellation);

        Assert.False(await search.DeleteAsync(found, Cancellation));
        Assert.Equal("old"u8.ToArray(), await RunSetup.ReadAsync(_store, "a.sealift-old"));
    }

    [Fact]
    public async Task An_unfinished_file_that_nobody_knows_goes_when_it_is_old_and_stays_while_it_is_new()
    {
        await LeaveAsync("d/.new.sealift-part", Now.AddHours(-23));
        await LeaveAsync("d/.old.sealift-part", Now.AddHours(-25));
        var search = new LeftoverSearch(RunSetup.Side(_store, "there"), TimeSpan.FromDays(1), file: null, new FakeTimeProvider(Now));

        var found = await search.FindAsync(Cancellation).ToDictionaryAsync(one => one.Path.Name, StringComparer.Ordinal, Cancellation);

        Assert.Equal(LeftoverState.Recent, found[".new.sealift-part"].State);
        Assert.Equal((LeftoverState.Abandoned, 4), (found[".old.sealift-part"].State, found[".old.sealift-part"].Size));
        foreach (var one in found.Values) Assert.Equal(one.State == LeftoverState.Abandoned, await search.DeleteAsync(one, Cancellation));
        Assert.Equal(["d", "d/.new.sealift-part"], (await RunSetup.TreeAsync(_store)).Keys);
    }

    [Fact]
    public async Task An_unfinished_file_of_a_run_is_in_use_while_the_run_goes_on_and_is_forgotten_when_it_is_deleted()
    {
        const string Part = ".a.sealift-part";
        using var home = new TempDirectory();
        await using var file = await StateFile.OpenAsync(home.Combine("transfers.db"), cancellationToken: Cancellation);
        var here = RunSetup.Side(new MemoryFileStore(), "here");
        var there = RunSetup.Side(_store, "there");
        var search = new LeftoverSearch(there, TimeSpan.FromDays(1), file, new FakeTimeProvider(Now));
        await LeaveAsync(Part, Now.AddDays(-2));
        await using (var running = file.OpenJournal(here, there))
        {
            await running.WriteAsync(new FileRecord(FtpPath.Parse("a"), FileState.Pending) { Part = FtpPath.Parse(Part), SourceSize = 10 }, Cancellation);
            Assert.Equal(LeftoverState.InUse, Assert.Single(await search.FindAsync(Cancellation).ToListAsync(Cancellation)).State);
        }

        var left = Assert.Single(await search.FindAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(LeftoverState.Resumable, left.State);
        await using (file.OpenJournal(here, there)) Assert.False(await search.DeleteAsync(left, Cancellation)); // taken into use since the look
        Assert.True(await search.DeleteAsync(left, Cancellation));

        Assert.Empty(await RunSetup.TreeAsync(_store));
        await LeaveAsync(Part, Now.AddDays(-2));
        Assert.Equal(LeftoverState.Abandoned, Assert.Single(await search.FindAsync(Cancellation).ToListAsync(Cancellation)).State);
    }

    private async Task LeaveAsync(string path, DateTimeOffset modified)
    {
        await RunSetup.WriteAsync(_store, path, "part");
        await _store.SetModifiedAsync(FtpPath.Parse(path), modified, Cancellation);
    }

    private LeftoverSearch Search() => new(RunSetup.Side(_store, "there"), TimeSpan.FromDays(1), file: null);
}
