using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Removing;

namespace Sealift.Transfer.Tests.Removing;

public sealed class TreeRemovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_would_go_is_counted_and_then_goes()
    {
        using var disk = new TempDirectory();
        Directory.CreateDirectory(disk.Combine("site/img/empty"));
        disk.Write("site/a.html", new byte[10]);
        disk.Write("site/img/b.png", new byte[20]);
        disk.Write("stays.txt", new byte[1]);
        disk.Write("alone.txt", new byte[5]);
        var store = new LocalFileStore(disk.Path);
        var roots = await FindAsync(store, "site", "alone.txt");
        List<RemovalCount> told = [];

        var count = await new TreeRemoval(store).CountAsync(roots, told.Add, Token);
        var gone = await new TreeRemoval(store).RemoveAsync(roots, told.Add, Token);

        Assert.Equal(new RemovalCount { Files = 3, Directories = 3, Bytes = 35 }, count);
        Assert.Equal(count, gone);
        Assert.Contains(count, told);
        Assert.Equal(["stays.txt"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_link_is_removed_and_not_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        using var disk = new TempDirectory();
        Directory.CreateDirectory(disk.Combine("kept"));
        disk.Write("kept/a", new byte[1]);
        Directory.CreateDirectory(disk.Combine("old"));
        File.CreateSymbolicLink(disk.Combine("old/link"), "../kept");
        var store = new LocalFileStore(disk.Path);

        var gone = await new TreeRemoval(store).RemoveAsync(await FindAsync(store, "old"), cancellationToken: Token);

        Assert.Equal(1, gone.Files);
        Assert.True(File.Exists(disk.Combine("kept/a")));
        Assert.False(Directory.Exists(disk.Combine("old")));
    }

    [Fact]
    public async Task A_removal_that_is_cancelled_ends_and_leaves_the_rest()
    {
        var store = new MemoryFileStore();
        await store.CreateDirectoryAsync(FtpPath.Parse("/a"), Token);
        foreach (var name in (string[])["1", "2", "3"])
        {
            await using var file = await store.OpenWriteAsync(FtpPath.Parse("/a/" + name), FileWriteOptions.Replace, Token);
            await file.CompleteAsync(Token);
        }

        using var stop = new CancellationTokenSource();
        var roots = await FindAsync(store, "a");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new TreeRemoval(store).RemoveAsync(roots, _ => stop.Cancel(), stop.Token));

        Assert.NotNull(await store.FindAsync(FtpPath.Parse("/a"), Token));
        Assert.Equal(2, await store.ListAsync(FtpPath.Parse("/a"), Token).CountAsync(Token));
    }

    [Fact]
    public async Task A_name_that_cannot_be_used_is_counted_and_keeps_its_directory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names with control characters are made here.");
        using var disk = new TempDirectory();
        Directory.CreateDirectory(disk.Combine("odd"));
        disk.Write("odd/line\nbreak", new byte[1]);
        var store = new LocalFileStore(disk.Path);
        var roots = await FindAsync(store, "odd");

        var count = await new TreeRemoval(store).CountAsync(roots, cancellationToken: Token);
        var refusal = await Assert.ThrowsAsync<FileStoreException>(() => new TreeRemoval(store).RemoveAsync(roots, cancellationToken: Token));

        Assert.Equal(1, count.Unusable);
        Assert.Equal(FileStoreError.DirectoryNotEmpty, refusal.Error);
    }

    private static async Task<IReadOnlyList<(FtpPath, FtpEntry)>> FindAsync(IFileStore store, params string[] names)
    {
        var roots = new List<(FtpPath, FtpEntry)>();
        foreach (var name in names) roots.Add((FtpPath.Root.Append(name), (await store.FindAsync(FtpPath.Root.Append(name), Token))!));
        return roots;
    }
}
