using Sealift.Core.Stores;

namespace Sealift.Core.Tests.Threats;

/// <summary>Somebody with an account on this machine swaps a directory for a link, ten thousand times, while files are written into it.</summary>
[Trait("Threat", "T26")]
[Trait("Threat", "T37")]
public sealed class LinkRaceTests : IDisposable
{
    private const int Swaps = 10_000;

    private static readonly FileStoreError[] LostRaces = [FileStoreError.NotPermitted, FileStoreError.NotFound, FileStoreError.NotADirectory, FileStoreError.IsADirectory, FileStoreError.AlreadyExists];

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("sealift-race-");
    private readonly string _root;
    private readonly string _outside;
    private int _swaps;

    public LinkRaceTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where an open file is can be seen on Linux only.");
        _root = _base.CreateSubdirectory("root").FullName;
        _outside = _base.CreateSubdirectory("root_secret").FullName;
        File.WriteAllText(Path.Combine(_outside, "key"), "secret");
        File.SetLastWriteTimeUtc(Path.Combine(_outside, "key"), DateTime.UnixEpoch.AddDays(365));
        Directory.CreateDirectory(Path.Combine(_outside, "sub"));
    }

    public void Dispose() => _base.Delete(recursive: true);

    [Theory]
    [InlineData("replace")]
    [InlineData("create")]
    [InlineData("append")]
    [InlineData("directory")]
    [InlineData("delete")]
    [InlineData("move in")]
    [InlineData("move out")]
    [InlineData("time")]
    [InlineData("read")]
    public async Task Parent_that_turns_into_a_link_lets_nothing_out(string operation)
    {
        var store = new LocalFileStore(_root);
        var victim = Path.Combine(_root, "d");
        Directory.CreateDirectory(Path.Combine(victim, "sub"));
        var racer = Task.Run(() =>
        {
            for (; _swaps < Swaps; _swaps++)
            {
                Directory.Move(victim, victim + ".real");
                Directory.CreateSymbolicLink(victim, _outside);
                File.Delete(victim);
                Directory.Move(victim + ".real", victim);
            }
        });

        var done = 0;
        for (var i = 0; !racer.IsCompleted; i++)
        {
            try
            {
                await OperateAsync(store, operation, i);
                done++;
            }
            catch (FileStoreException refused)
            {
                Assert.Contains(refused.Error, LostRaces);
            }
        }

        await racer;
        await OperateAsync(store, operation is "move out" or "delete" or "read" ? "replace" : operation, -1);
        Assert.Equal(Swaps, _swaps);
        Assert.Equal(["key", "sub"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_outside, "sub")));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(_outside, "key")));
        Assert.Equal(DateTime.UnixEpoch.AddDays(365), File.GetLastWriteTimeUtc(Path.Combine(_outside, "key")));
        TestContext.Current.TestOutputHelper?.WriteLine($"{done} operations succeeded between {_swaps} swaps");
    }

    private static async Task OperateAsync(LocalFileStore store, string operation, int number)
    {
        var key = FtpPath.Parse("/d/key");
        var mine = FtpPath.Parse($"/d/new{number % 8}");
        switch (operation)
        {
            case "replace":
                await WriteAsync(store, number % 2 == 0 ? mine : key, FileWriteOptions.Replace);
                return;
            case "create":
                await WriteAsync(store, FtpPath.Parse($"/d/sub/new{number}"), FileWriteOptions.CreateNew);
                return;
            case "append":
                await WriteAsync(store, key, FileWriteOptions.Append);
                return;
            case "directory":
                await store.CreateDirectoryAsync(FtpPath.Parse($"/d/sub/made{number}"));
                return;
            case "delete":
                await store.DeleteAsync(number % 2 == 0 ? key : FtpPath.Parse("/d/sub"));
                return;
            case "move in":
                await WriteAsync(store, FtpPath.Parse("/waiting"), FileWriteOptions.Replace);
                await store.MoveAsync(FtpPath.Parse("/waiting"), FtpPath.Parse("/d/sub/moved"));
                return;
            case "move out":
                await store.MoveAsync(key, FtpPath.Parse("/stolen"));
                return;
            case "time":
                await store.SetModifiedAsync(number < 0 ? FtpPath.Parse("/d/sub") : key, DateTimeOffset.UnixEpoch);
                return;
            default:
                await using (var stream = await store.OpenReadAsync(key))
                {
                    using var reader = new StreamReader(stream);
                    Assert.NotEqual("secret", await reader.ReadToEndAsync());
                }

                return;
        }
    }

    private static async Task WriteAsync(LocalFileStore store, FtpPath path, FileWriteOptions options)
    {
        await using var stream = await store.OpenWriteAsync(path, options);
        await stream.WriteAsync("x"u8.ToArray());
        await stream.CompleteAsync();
    }
}
