using System.Text;
using Sealift.Core.Stores;

namespace Sealift.Core.Tests.Stores;

/// <summary>What every store must do; each store runs these tests.</summary>
public abstract class FileStoreTests
{
    protected abstract IFileStore Store { get; }

    public static TheoryData<string> OddNames { get; } =
    [
        "a b", " lead", "trail ", "-rf", "--", "it's \"quoted\"", "~root", "日本語.txt", "e\u0301", "\u00e9", "😀", "...", "a\\b", "a;b=c", "%2e%2e", "*", "$(x)", "|id",
        "a -> b", "file:", new string('x', 255),
    ];

    [Fact]
    public async Task A_new_store_has_an_empty_top_directory()
    {
        var top = await Store.FindAsync(FtpPath.Root);

        Assert.Equal(FtpEntryKind.Directory, top!.Kind);
        Assert.Equal(FtpEntryKind.Directory, (await Store.FindAsync(FtpPath.Home))!.Kind);
        Assert.Empty(await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task What_was_written_can_be_read_found_and_listed()
    {
        await WriteAsync("/f", "hello");

        Assert.Equal("hello", await ReadAsync("/f"));
        Assert.Equal("hello", await ReadAsync("f"));
        Assert.Equal("llo", await ReadAsync("/f", 2));
        Assert.Equal("", await ReadAsync("/f", 5));
        var entry = await Store.FindAsync(FtpPath.Parse("/f"));
        Assert.Equal(("f", FtpEntryKind.File, 5L), (entry!.Name, entry.Kind, entry.Size));
        Assert.True(entry.Modified is { IsUtc: true, Precision: >= FtpTimePrecision.Second });
        Assert.Equal(entry, Assert.Single(await ListAsync(FtpPath.Root)));
    }

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Odd_names_are_kept_exactly(string name)
    {
        var path = FtpPath.Root.Append(name);
        await WriteAsync(path.ToString(), name);

        Assert.Equal([name], await NamesAsync(FtpPath.Root));
        Assert.Equal(name, await ReadAsync(path.ToString()));
        await Store.MoveAsync(path, FtpPath.Parse("/moved"));
        await Store.MoveAsync(FtpPath.Parse("/moved"), path);
        await Store.DeleteAsync(path);
        Assert.Empty(await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task A_write_that_was_not_completed_did_not_happen()
    {
        await WriteAsync("/old", "old");
        foreach (var (path, options) in new[] { ("/old", FileWriteOptions.Replace), ("/new", FileWriteOptions.CreateNew), ("/fresh", FileWriteOptions.Append) })
        {
            await using var stream = await Store.OpenWriteAsync(FtpPath.Parse(path), options);
            await stream.WriteAsync("xxxxxxxx"u8.ToArray());
        }

        await using (var stream = await Store.OpenWriteAsync(FtpPath.Parse("/old"), FileWriteOptions.Append))
            await stream.WriteAsync("xxxxxxxx"u8.ToArray());

        Assert.Equal("old", await ReadAsync("/old"));
        Assert.Equal(["old"], await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task Until_it_is_complete_a_replaced_file_shows_its_old_content()
    {
        await WriteAsync("/f", "old content");
        await using var stream = await Store.OpenWriteAsync(FtpPath.Parse("/f"), FileWriteOptions.Replace);
        await stream.WriteAsync("new"u8.ToArray());

        Assert.Equal("old content", await ReadAsync("/f"));
        await stream.CompleteAsync();
        Assert.Equal("new", await ReadAsync("/f"));
    }

    [Fact]
    public async Task A_reader_keeps_what_it_opened_when_the_file_is_replaced()
    {
        await WriteAsync("/f", "old");
        await using var reader = await Store.OpenReadAsync(FtpPath.Parse("/f"));
        await WriteAsync("/f", "newer");

        using var text = new StreamReader(reader);
        Assert.Equal("old", await text.ReadToEndAsync());
    }

    [Fact]
    public async Task Create_new_never_overwrites()
    {
        await WriteAsync("/there", "old");
        await RefusedAsync(FileStoreError.AlreadyExists, () => WriteAsync("/there", "new", FileWriteOptions.CreateNew));

        await using var stream = await Store.OpenWriteAsync(FtpPath.Parse("/late"), FileWriteOptions.CreateNew);
        await stream.WriteAsync("mine"u8.ToArray());
        await WriteAsync("/late", "theirs");

        await RefusedAsync(FileStoreError.AlreadyExists, async () => await stream.CompleteAsync());
        Assert.Equal("theirs", await ReadAsync("/late"));
    }

    [Fact]
    public async Task Append_and_resume_continue_a_file()
    {
        await WriteAsync("/f", "12", FileWriteOptions.Append);
        await WriteAsync("/f", "345", FileWriteOptions.Append);
        Assert.Equal("12345", await ReadAsync("/f"));

        await WriteAsync("/f", "xy", FileWriteOptions.ResumeAt(3));
        Assert.Equal("123xy", await ReadAsync("/f"));
        await WriteAsync("/f", "z", FileWriteOptions.ResumeAt(5));
        Assert.Equal("123xyz", await ReadAsync("/f"));
        await WriteAsync("/f", "", FileWriteOptions.ResumeAt(2));
        Assert.Equal("12", await ReadAsync("/f"));
        await WriteAsync("/g", "new", FileWriteOptions.ResumeAt(0));
        Assert.Equal("new", await ReadAsync("/g"));
    }

    [Fact]
    public async Task A_resume_beyond_the_end_is_refused()
    {
        await WriteAsync("/f", "123");

        await RefusedAsync(FileStoreError.Other, () => WriteAsync("/f", "x", FileWriteOptions.ResumeAt(4)));
        await RefusedAsync(FileStoreError.NotFound, () => WriteAsync("/absent", "x", FileWriteOptions.ResumeAt(4)));
        await RefusedAsync(FileStoreError.Other, () => ReadAsync("/f", 4));
        Assert.Equal("123", await ReadAsync("/f"));
    }

    [Fact]
    public async Task A_partial_resume_is_kept_when_asked_for()
    {
        await WriteAsync("/f", "123");
        await using (var stream = await Store.OpenWriteAsync(FtpPath.Parse("/f"), FileWriteOptions.ResumeAt(3)))
        {
            await stream.WriteAsync("45"u8.ToArray());
            Assert.Equal(5, stream.Position);
        }

        Assert.Equal("12345", await ReadAsync("/f"));
    }

    [Fact]
    public async Task Directories_are_made_once_and_deleted_when_empty()
    {
        var directory = FtpPath.Parse("/d");
        await Store.CreateDirectoryAsync(directory);
        await Store.CreateDirectoryAsync(directory);
        await WriteAsync("/d/f", "x");

        await RefusedAsync(FileStoreError.DirectoryNotEmpty, async () => await Store.DeleteAsync(directory));
        await RefusedAsync(FileStoreError.NotFound, async () => await Store.CreateDirectoryAsync(FtpPath.Parse("/x/y")));
        await RefusedAsync(FileStoreError.AlreadyExists, async () => await Store.CreateDirectoryAsync(FtpPath.Parse("/d/f")));
        await Store.DeleteAsync(FtpPath.Parse("/d/f"));
        await Store.DeleteAsync(directory);
        await Store.DeleteAsync(directory);
        await Store.CreateDirectoryAsync(FtpPath.Root);
        Assert.Null(await Store.FindAsync(directory));
    }

    [Fact]
    public async Task What_is_absent_is_null_or_not_found()
    {
        var absent = FtpPath.Parse("/absent/x");

        Assert.Null(await Store.FindAsync(absent));
        await Store.DeleteAsync(absent);
        await RefusedAsync(FileStoreError.NotFound, () => ReadAsync("/absent"));
        await RefusedAsync(FileStoreError.NotFound, () => WriteAsync("/absent/x", "y"));
        await RefusedAsync(FileStoreError.NotFound, async () => await ListAsync(absent));
        await RefusedAsync(FileStoreError.NotFound, async () => await Store.MoveAsync(absent, FtpPath.Parse("/y")));
        await RefusedAsync(FileStoreError.NotFound, async () => await Store.SetModifiedAsync(absent, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task Files_and_directories_are_not_taken_for_each_other()
    {
        await Store.CreateDirectoryAsync(FtpPath.Parse("/d"));
        await WriteAsync("/f", "x");

        await RefusedAsync(FileStoreError.IsADirectory, () => ReadAsync("/d"));
        await RefusedAsync(FileStoreError.IsADirectory, () => WriteAsync("/d", "x"));
        await RefusedAsync(FileStoreError.NotADirectory, async () => await ListAsync(FtpPath.Parse("/f")));
        await RefusedAsync(FileStoreError.NotADirectory, () => WriteAsync("/f/g", "x"));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.DeleteAsync(FtpPath.Root));
        Assert.Null(await Store.FindAsync(FtpPath.Parse("/f/g")));
    }

    [Fact]
    public async Task A_move_replaces_a_file_and_never_a_directory()
    {
        await WriteAsync("/a", "a");
        await WriteAsync("/b", "b");
        await Store.CreateDirectoryAsync(FtpPath.Parse("/d"));
        await Store.MoveAsync(FtpPath.Parse("/a"), FtpPath.Parse("/b"));

        Assert.Equal("a", await ReadAsync("/b"));
        Assert.Null(await Store.FindAsync(FtpPath.Parse("/a")));
        await RefusedAsync(FileStoreError.IsADirectory, async () => await Store.MoveAsync(FtpPath.Parse("/b"), FtpPath.Parse("/d")));
        await RefusedAsync(FileStoreError.AlreadyExists, async () => await Store.MoveAsync(FtpPath.Parse("/d"), FtpPath.Parse("/b")));
        await RefusedAsync(FileStoreError.NotPermitted, async () => await Store.MoveAsync(FtpPath.Parse("/d"), FtpPath.Parse("/d/e")));
        await Store.MoveAsync(FtpPath.Parse("/b"), FtpPath.Parse("/b"));
        await Store.MoveAsync(FtpPath.Parse("/d"), FtpPath.Parse("/e"));
        Assert.Equal(["b", "e"], await NamesAsync(FtpPath.Root));
    }

    [Fact]
    public async Task The_time_of_a_file_and_of_a_directory_can_be_set()
    {
        var time = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));
        await WriteAsync("/f", "x");
        await Store.CreateDirectoryAsync(FtpPath.Parse("/d"));

        foreach (var path in new[] { FtpPath.Parse("/f"), FtpPath.Parse("/d") })
        {
            await Store.SetModifiedAsync(path, time);
            Assert.Equal("20010203020506", (await Store.FindAsync(path))!.Modified!.Value.Format());
        }
    }

    [Fact]
    public async Task Contents_of_many_lengths_come_back_byte_for_byte()
    {
        foreach (var length in new[] { 0, 1, 65535, 65536, 65537, 1_000_003 })
        {
            var content = new byte[length];
            for (var i = 0; i < length; i++)
                content[i] = (byte)((i * 31) + (i >> 8));
            await using (var writer = await Store.OpenWriteAsync(FtpPath.Parse("/big"), FileWriteOptions.Replace))
            {
                for (var at = 0; at < length; at += 40_000)
                    await writer.WriteAsync(content.AsMemory(at, Math.Min(40_000, length - at)));
                await writer.CompleteAsync();
            }

            var read = new MemoryStream();
            await using var reader = await Store.OpenReadAsync(FtpPath.Parse("/big"), length / 2);
            await reader.CopyToAsync(read);
            Assert.True(content.AsSpan(length / 2).SequenceEqual(read.ToArray()));
        }
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CreateDirectoryAsync(FtpPath.Parse("/d"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.FindAsync(FtpPath.Root, cancelled));
        Assert.Empty(await NamesAsync(FtpPath.Root));
    }

    protected async Task WriteAsync(string path, string text, FileWriteOptions? options = null)
    {
        await using var stream = await Store.OpenWriteAsync(FtpPath.Parse(path), options ?? FileWriteOptions.Replace);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await stream.CompleteAsync();
    }

    protected async Task<string> ReadAsync(string path, long offset = 0)
    {
        using var reader = new StreamReader(await Store.OpenReadAsync(FtpPath.Parse(path), offset));
        return await reader.ReadToEndAsync();
    }

    protected async Task<List<FtpEntry>> ListAsync(FtpPath directory)
    {
        var entries = new List<FtpEntry>();
        await foreach (var entry in Store.ListAsync(directory))
            entries.Add(entry);
        return entries;
    }

    protected async Task<IEnumerable<string>> NamesAsync(FtpPath directory) =>
        (await ListAsync(directory)).Select(static entry => entry.Name).Order(StringComparer.Ordinal);

    protected static async Task<FileStoreException> RefusedAsync(FileStoreError error, Func<Task> action)
    {
        var refused = await Assert.ThrowsAsync<FileStoreException>(action);
        Assert.Equal(error, refused.Error);
        return refused;
    }
}
