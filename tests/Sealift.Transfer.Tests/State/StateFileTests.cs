using System.Runtime.Versioning;
using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Tests.State;

[Trait("Threat", "T26")]
[Trait("Fault", "F26")]
[Trait("Fault", "F28")]
public sealed class StateFileTests : IDisposable
{
    private const int Files = 12;

    private readonly TempDirectory _home = new("/dev/shm");
    private readonly TransferSide _source = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "here");
    private readonly TransferSide _target = TransferSide.Of(new MemoryFileStore(), FtpPath.Root, "there");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string StatePath => _home.Combine("transfers.db");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task It_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = _home.Combine("a/b/transfers.db");

        await using var file = await StateFile.OpenAsync(path, cancellationToken: Cancellation);
        await using var journal = file.OpenJournal(_source, _target);
        await journal.WriteAsync(new FileRecord(FtpPath.Parse("a"), FileState.Pending), Cancellation);

        Assert.Equal("rwx------", Mode(Path.GetDirectoryName(path)!));
        foreach (var made in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*", SearchOption.AllDirectories)) Assert.Equal("rw-------", Mode(made));
    }

    [Fact]
    public async Task Processes_that_begin_together_make_one_file()
    {
        var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation), Cancellation)));

        foreach (var file in files)
        {
            Assert.Null(file.Recovery);
            await file.DisposeAsync();
        }

        Assert.DoesNotContain(Directory.EnumerateFiles(_home.Path), name => name.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_newer_file_is_left_alone()
    {
        await MakeAsync();
        using (var database = SqliteDatabase.Open(StatePath, LibSqlite.OpenReadWrite))
        {
            database.Execute("UPDATE about SET value = '2', sum = " + RowSum.Of("schema", "2"));
            database.Execute("PRAGMA user_version = 2");
        }

        var before = SHA256.HashData(await File.ReadAllBytesAsync(StatePath, Cancellation));
        var refused = await Assert.ThrowsAsync<StateException>(async () => await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation));

        Assert.Equal(StateFailure.NotOurs, refused.Failure);
        Assert.Contains(StatePath, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Hint);
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(StatePath, Cancellation)));
    }

    [Fact]
    public async Task A_file_of_something_else_is_left_alone()
    {
        var content = RandomNumberGenerator.GetBytes(5000);
        _home.Write("transfers.db", content);

        var refused = await Assert.ThrowsAsync<StateException>(async () => await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation));

        Assert.Equal(StateFailure.NotOurs, refused.Failure);
        Assert.Equal(content, await File.ReadAllBytesAsync(StatePath, Cancellation));
    }

    [Fact]
    public async Task A_directory_in_its_place_is_a_clear_error()
    {
        Directory.CreateDirectory(_home.Combine("transfers.db/x"));

        var refused = await Assert.ThrowsAsync<StateException>(async () => await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation));

        Assert.Equal(StateFailure.Unusable, refused.Failure);
        Assert.Contains(StatePath, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_any_byte_changed_is_kept_and_what_is_good_in_it_goes_on()
    {
        await MakeAsync();
        var good = await File.ReadAllBytesAsync(StatePath, Cancellation);
        var saved = new List<int>();

        // Every byte of the headers of the file and of its pages, and a sample of the rest.
        foreach (var offset in Enumerable.Range(0, good.Length).Where(offset => offset % 4096 < 110 || offset % 37 == 0))
        {
            var bad = (byte[])good.Clone();
            bad[offset] ^= 0xFF;
            saved.Add(await OpenDamagedAsync(bad, mayBeRefused: offset is >= 60 and < 72 or < 16));
        }

        Assert.True(saved.Count(count => count == Files) > saved.Count / 2, "Most changes leave every record readable.");
    }

    [Fact]
    public async Task A_file_that_was_cut_anywhere_is_kept_and_what_is_good_in_it_goes_on()
    {
        await MakeAsync();
        var good = await File.ReadAllBytesAsync(StatePath, Cancellation);

        foreach (var length in Enumerable.Range(1, good.Length - 1).Where(length => length < 130 || length % 97 == 0))
            await OpenDamagedAsync(good[..length], mayBeRefused: length < 100);
    }

    [Fact]
    public async Task A_log_with_any_byte_changed_gives_what_was_written_before_it()
    {
        var (main, log) = await MakeWithLogAsync();
        foreach (var offset in Enumerable.Range(0, log.Length).Where(offset => offset % 4120 < 60 || offset % 211 == 0))
        {
            var bad = (byte[])log.Clone();
            bad[offset] ^= 0xFF;
            _home.Write("transfers.db-wal", bad);
            await OpenDamagedAsync(main, mayBeRefused: false, keepsLog: true);
        }
    }

    [Fact]
    public async Task A_damaged_file_that_another_process_uses_is_not_touched()
    {
        await MakeAsync();
        await using var open = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        using (var raw = new FileStream(StatePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            raw.Position = 4096;
            raw.Write(new byte[3000]);
        }

        var refused = await Assert.ThrowsAsync<StateException>(async () => await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation));

        Assert.Equal(StateFailure.Damaged, refused.Failure);
        Assert.DoesNotContain(Directory.EnumerateFiles(_home.Path), name => name.Contains("damaged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0", "d/file0", "{\"part\":")]
    [InlineData("0", "d/file0", "null")]
    [InlineData("0", "d/file0", "{\"part\":\"/etc/x\"}")]
    [InlineData("0", "d/file0", "{\"part\":\"../x\"}")]
    [InlineData("0", "d/file0", "{\"ticks\":-1}")]
    [InlineData("0", "d/file0", "{\"precision\":99}")]
    [InlineData("0", "d/file0", "{\"segments\":[null]}")]
    [InlineData("0", "d/file0", "{\"segments\":[{\"length\":1,\"done\":2}]}")]
    [InlineData("0", "../x", "{}")]
    [InlineData("9", "d/file0", "{}")]
    public async Task A_record_that_means_nothing_is_left_behind_however_right_its_checksum(string state, string path, string facts)
    {
        await MakeAsync();
        using (var database = SqliteDatabase.Open(StatePath, LibSqlite.OpenReadWrite))
        {
            var pair = database.Find("SELECT id FROM pair")!;
            database.Prepare("DELETE FROM file WHERE path = 'd/file0'").RunOnce();
            database.Prepare("INSERT INTO file VALUES(?, ?, ?, ?, ?)")
                .Bind(1, pair).Bind(2, path).Bind(3, state).Bind(4, facts).Bind(5, RowSum.Of(pair, path, state, facts)).RunOnce();
        }

        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var journal = file.OpenJournal(_source, _target);

        Assert.Equal(Files - 1, file.Recovery!.Files);
        Assert.Equal(Files - 1, await journal.UnfinishedAsync(Cancellation).CountAsync(Cancellation));
    }

    [Theory]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":2,\"source\":\"a\",\"target\":\"b\"}")]
    [InlineData("{\"id\":1,\"source\":\"a\",\"target\":\"b\",\"state\":77}")]
    [InlineData("{\"id\":1,\"source\":\"a\",\"target\":\"b\",\"schedule\":{\"cron\":\"x\"}}")]
    [InlineData("nothing")]
    public async Task A_job_that_means_nothing_is_left_behind_however_right_its_checksum(string document)
    {
        await MakeAsync();
        using (var database = SqliteDatabase.Open(StatePath, LibSqlite.OpenReadWrite))
            database.Prepare("INSERT INTO job VALUES(1, ?, ?)").Bind(1, document).Bind(2, RowSum.Of("1", document)).RunOnce();

        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);

        Assert.Equal((0, Files), (file.Recovery!.Jobs, file.Recovery.Files));
        Assert.Empty(new TransferQueue(file).List());
    }

    [UnsupportedOSPlatform("windows")]
    private static string Mode(string path)
    {
        const string letters = "rwxrwxrwx";
        var mode = (int)File.GetUnixFileMode(path);
        return string.Concat(letters.Select((letter, index) => (mode & (256 >> index)) != 0 ? letter : '-'));
    }

    // A file with one failed record for each of some files; failed ones stay when the journal is closed.
    private async Task MakeAsync()
    {
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var journal = file.OpenJournal(_source, _target);
        for (var i = 0; i < Files; i++)
            await journal.WriteAsync(new FileRecord(FtpPath.Parse($"d/file{i}"), FileState.Pending) { SourceSize = i, Cause = "x" }, Cancellation);
    }

    // The same, as a process leaves it that is killed: most of it is in the log.
    private async Task<(byte[] Main, byte[] Log)> MakeWithLogAsync()
    {
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var journal = file.OpenJournal(_source, _target);
        for (var i = 0; i < Files; i++)
            await journal.WriteAsync(new FileRecord(FtpPath.Parse($"d/file{i}"), FileState.Pending) { SourceSize = i, Cause = "x" }, Cancellation);
        return (await ReadAsync(StatePath), await ReadAsync(StatePath + "-wal"));
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    // Opens it: either it was kept and reported, or it can be used; no record is another than it was. The number of records that are there.
    private async Task<int> OpenDamagedAsync(byte[] content, bool mayBeRefused, bool keepsLog = false)
    {
        foreach (var old in Directory.EnumerateFiles(_home.Path).Where(name => !keepsLog || !name.EndsWith("-wal", StringComparison.Ordinal))) File.Delete(old);
        _home.Write("transfers.db", content);
        try
        {
            await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
            if (file.Recovery is { } recovery) Assert.Equal(content, await File.ReadAllBytesAsync(recovery.KeptAs, Cancellation));
            await using var journal = file.OpenJournal(_source, _target);
            var count = 0;
            await foreach (var record in journal.UnfinishedAsync(Cancellation))
            {
                Assert.Equal($"d/file{record.SourceSize}", record.Path.ToString());
                count++;
            }

            Assert.True(count == Files || file.Recovery is not null || keepsLog, $"{Files - count} records are gone without a word.");
            return count;
        }
        catch (StateException e) when (mayBeRefused)
        {
            Assert.Equal(StateFailure.NotOurs, e.Failure);
            Assert.Equal(content, await File.ReadAllBytesAsync(StatePath, Cancellation));
            return 0;
        }
    }
}
