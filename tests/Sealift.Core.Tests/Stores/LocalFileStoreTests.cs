using System.Diagnostics;
using Sealift.Core.Stores;

namespace Sealift.Core.Tests.Stores;

[Trait("Threat", "T24")]
[Trait("Threat", "T26")]
[Trait("Threat", "T37")]
public sealed class LocalFileStoreTests : FileStoreTests, IDisposable
{
    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("sealift-store-");
    private readonly string _root;
    private readonly string _outside;

    public LocalFileStoreTests()
    {
        _root = Path.Combine(_base.FullName, "root");
        _outside = Path.Combine(_base.FullName, "root_secret");
        Directory.CreateDirectory(_root);
        Directory.CreateDirectory(_outside);
        File.WriteAllText(Path.Combine(_outside, "key"), "secret");
        Store = new LocalFileStore(_root);
    }

    protected override IFileStore Store { get; }

    public void Dispose() => _base.Delete(recursive: true);

    [Fact]
    public void The_root_must_exist() =>
        Assert.Throws<DirectoryNotFoundException>(() => new LocalFileStore(Path.Combine(_base.FullName, "absent")));

    [Theory]
    [InlineData("../root_secret")]
    [InlineData("..")]
    [InlineData("sub/../../root_secret")]
    [InlineData("absolute")]
    public async Task A_link_that_leads_out_is_refused_for_everything_behind_it(string target)
    {
        var link = Path.Combine(_root, "link");
        Directory.CreateDirectory(Path.Combine(_root, "sub"));
        Directory.CreateSymbolicLink(link, target == "absolute" ? _outside : target);

        await RefusedAsync(FileStoreError.NotPermitted, () => ReadAsync("/link/key"));
        await RefusedAsync(FileStoreError.NotPermitted, () => WriteAsync("/link/new", "x"));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await ListAsync(FtpPath.Parse("/link")));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.FindAsync(FtpPath.Parse("/link/key")));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.DeleteAsync(FtpPath.Parse("/link/key")));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.CreateDirectoryAsync(FtpPath.Parse("/link/d")));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.MoveAsync(FtpPath.Parse("/link/key"), FtpPath.Parse("/key")));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.MoveAsync(FtpPath.Parse("/sub"), FtpPath.Parse("/link/sub")));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.SetModifiedAsync(FtpPath.Parse("/link/key"), DateTimeOffset.UnixEpoch));
        Assert.Equal(["key"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_link_that_leads_out_is_shown_as_a_link_and_can_be_deleted_only()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(_outside, "key"));
        var path = FtpPath.Parse("/link");

        Assert.Equal(FtpEntryKind.Link, (await Store.FindAsync(path))!.Kind);
        Assert.Equal(FtpEntryKind.Link, Assert.Single(await ListAsync(FtpPath.Root)).Kind);
        await RefusedAsync(FileStoreError.NotPermitted, () => ReadAsync("/link"));
        await RefusedAsync(FileStoreError.NotPermitted, () => WriteAsync("/link", "x"));
        await RefusedAsync(FileStoreError.NotPermitted, () => WriteAsync("/link", "x", FileWriteOptions.Append));
        await Store.DeleteAsync(path);
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(_outside, "key")));
        Assert.Empty(await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed()
    {
        await Store.CreateDirectoryAsync(FtpPath.Parse("/d"));
        await WriteAsync("/d/f", "inside");
        Directory.CreateSymbolicLink(Path.Combine(_root, "relative"), "d");
        Directory.CreateSymbolicLink(Path.Combine(_root, "absolute"), Path.Combine(_root, "d"));
        File.CreateSymbolicLink(Path.Combine(_root, "file"), "relative/../d/./f");

        Assert.Equal("inside", await ReadAsync("/relative/f"));
        Assert.Equal("inside", await ReadAsync("/absolute/f"));
        Assert.Equal("inside", await ReadAsync("/file"));
        Assert.Equal(FtpEntryKind.Directory, (await Store.FindAsync(FtpPath.Parse("/relative")))!.Kind);
        var listed = (await ListAsync(FtpPath.Root)).Single(static entry => entry.Name == "relative");
        Assert.Equal((FtpEntryKind.Link, "d"), (listed.Kind, listed.LinkTarget));
        await WriteAsync("/file", "through");
        Assert.Equal("through", await ReadAsync("/d/f"));
        Assert.NotNull(new FileInfo(Path.Combine(_root, "file")).LinkTarget);
    }

    [Fact]
    public async Task Deleting_a_link_to_a_directory_keeps_the_directory()
    {
        await Store.CreateDirectoryAsync(FtpPath.Parse("/d"));
        await WriteAsync("/d/f", "x");
        Directory.CreateSymbolicLink(Path.Combine(_root, "link"), "d");

        await Store.MoveAsync(FtpPath.Parse("/link"), FtpPath.Parse("/renamed"));
        await Store.DeleteAsync(FtpPath.Parse("/renamed"));

        Assert.Equal("x", await ReadAsync("/d/f"));
        Assert.Equal(["d"], await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task Links_in_a_circle_end_in_a_refusal()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "a"), "b");
        Directory.CreateSymbolicLink(Path.Combine(_root, "b"), "a");

        await RefusedAsync(FileStoreError.NotPermitted, () => ReadAsync("/a/x"));
        Assert.Equal(FtpEntryKind.Link, (await Store.FindAsync(FtpPath.Parse("/a")))!.Kind);
    }

    [Fact]
    public async Task A_root_that_is_reached_through_a_link_works()
    {
        var alias = Path.Combine(_base.FullName, "alias");
        Directory.CreateSymbolicLink(alias, "root");
        var store = new LocalFileStore(alias + "/");
        Directory.CreateSymbolicLink(Path.Combine(_root, "self"), alias);
        await WriteAsync("/f", "x");

        Assert.Equal(_root, store.Root);
        await using var stream = await store.OpenReadAsync(FtpPath.Parse("/self/f"));
        Assert.Equal(1, stream.Length);
    }

    [Fact]
    public async Task A_directory_swapped_for_a_link_never_lets_a_write_out()
    {
        var victim = Path.Combine(_root, "d");
        Directory.CreateDirectory(victim);
        using var stop = new CancellationTokenSource();
        var racer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(victim, victim + ".real");
                Directory.CreateSymbolicLink(victim, _outside);
                File.Delete(victim);
                Directory.Move(victim + ".real", victim);
            }
        });

        for (var i = 0; i < 1000; i++)
        {
            try
            {
                await using var stream = await Store.OpenWriteAsync(FtpPath.Parse("/d/new"), FileWriteOptions.Replace);
                if (i % 10 == 0)
                    await stream.CompleteAsync();
            }
            catch (FileStoreException refused)
            {
                FileStoreError[] lostRaces = [FileStoreError.NotPermitted, FileStoreError.NotFound, FileStoreError.NotADirectory];
                Assert.Contains(refused.Error, lostRaces);
            }
        }

        await stop.CancelAsync();
        await racer;
        Assert.Equal(["key"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_was_opened_somewhere_else_is_refused_and_a_new_one_removed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where an open file is can be seen on Linux only.");
        var elsewhere = Path.Combine(_outside, "new");
        using var file = File.Create(elsewhere);
        var path = FtpPath.Parse("/d/new");

        var refused = Assert.Throws<FileStoreException>(() => LocalPaths.RequireInPlace(file, Path.Combine(_root, "d", "new"), path));
        Assert.Equal(FileStoreError.NotPermitted, refused.Error);
        Assert.True(File.Exists(elsewhere));
        Assert.Throws<FileStoreException>(() => LocalPaths.RequireInPlace(file, Path.Combine(_root, "d", "new"), path, isNew: true));
        Assert.False(File.Exists(elsewhere));
    }

    [Fact]
    public async Task An_unfinished_file_has_our_suffix_and_a_name_that_fits()
    {
        foreach (var name in new[] { "plain", new string('x', 255), string.Concat(Enumerable.Repeat("日", 85)), string.Concat(Enumerable.Repeat("😀", 63)) })
        {
            await using var stream = await Store.OpenWriteAsync(FtpPath.Root.Append(name), FileWriteOptions.Replace);
            await stream.WriteAsync("x"u8.ToArray());

            var part = Assert.Single(await NamesAsync(FtpPath.Root));
            Assert.EndsWith(LocalFileStore.PartSuffix, part, StringComparison.Ordinal);
        }

        Assert.Empty(await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task A_name_too_long_for_the_disk_is_not_valid()
    {
        await RefusedAsync(FileStoreError.NameNotValid, () => WriteAsync("/" + new string('x', 256), "x"));
        await RefusedAsync(FileStoreError.NameNotValid, () => ReadAsync("/" + string.Concat(Enumerable.Repeat("日", 86))));
    }

    [Fact]
    public async Task A_sparse_file_of_five_gibibytes_has_its_size_and_can_be_read_and_resumed_near_its_end()
    {
        const long Size = 5L << 30;
        var local = Path.Combine(_root, "sparse");
        await using (var file = File.Create(local))
        {
            file.SetLength(Size);
            file.Position = Size - 4;
            await file.WriteAsync("tail"u8.ToArray());
        }

        Assert.Equal(Size, (await Store.FindAsync(FtpPath.Parse("/sparse")))!.Size);
        Assert.Equal("tail", await ReadAsync("/sparse", Size - 4));
        await WriteAsync("/sparse", "end", FileWriteOptions.ResumeAt(Size - 2));
        Assert.Equal("taend", await ReadAsync("/sparse", Size - 4));
        Assert.Equal(Size + 1, new FileInfo(local).Length);
    }

    [Fact]
    public async Task A_pipe_is_shown_and_never_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are told from files on Linux only.");
        using var mkfifo = Process.Start("mkfifo", [Path.Combine(_root, "pipe")]);
        await mkfifo.WaitForExitAsync();
        await Store.CreateDirectoryAsync(FtpPath.Parse("/d"));

        Assert.Equal(FtpEntryKind.Other, (await Store.FindAsync(FtpPath.Parse("/pipe")))!.Kind);
        await RefusedAsync(FileStoreError.NotPermitted, () => ReadAsync("/pipe"));
        await RefusedAsync(FileStoreError.NotPermitted, () => WriteAsync("/pipe", "x", FileWriteOptions.Append));
        await Store.DeleteAsync(FtpPath.Parse("/pipe"));
        Assert.Equal(["d"], await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task A_private_file_stays_private_when_it_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are a matter of Unix.");
        await WriteAsync("/f", "old");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_root, "f"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await WriteAsync("/f", "new");

        Assert.Equal("rw-------", (await Store.FindAsync(FtpPath.Parse("/f")))!.Permissions);
    }

    [Fact]
    public async Task Two_names_of_one_file_have_the_same_identity()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The identity of a file is read on Linux only.");
        await WriteAsync("/a", "x");
        await WriteAsync("/b", "x");
        Directory.CreateSymbolicLink(Path.Combine(_root, "c"), "a");

        var unique = await Task.WhenAll(new[] { "/a", "/b", "/c" }.Select(async path => (await Store.FindAsync(FtpPath.Parse(path)))!.Unique));
        Assert.Equal(unique[0], unique[2]);
        Assert.NotEqual(unique[0], unique[1]);
        await Store.MoveAsync(FtpPath.Parse("/a"), FtpPath.Parse("/moved"));
        Assert.Equal(unique[0], (await Store.FindAsync(FtpPath.Parse("/moved")))!.Unique);
    }

    [Theory]
    [InlineData("a.txt", true)]
    [InlineData("con", false)]
    [InlineData("NUL.txt", false)]
    [InlineData("com1", false)]
    [InlineData("LPT².x", false)]
    [InlineData("COM10", true)]
    [InlineData("console", true)]
    [InlineData("a.", false)]
    [InlineData("a ", false)]
    [InlineData("a\\b", false)]
    [InlineData("C:x", false)]
    [InlineData("a::$DATA", false)]
    [InlineData("a?", false)]
    public void Names_that_windows_reads_otherwise_are_not_valid_there(string name, bool isValid) =>
        Assert.Equal(isValid, LocalName.IsValidOnWindows(name));
}
