using System.Text;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Planning;
using Sealift.Transfer.State;
using Sealift.Transfer.Tests.Running;
using Sealift.Transfer.Watching;

namespace Sealift.Transfer.Tests.Watching;

/// <summary>The system's own notices, real files and a target in memory. Every wait is for what must come, however long it takes.</summary>
public sealed class DirectoryWatchTests : IAsyncDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _directory = new();
    private readonly MemoryFileStore _target = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<WatchEvent> _events = [];
    private readonly SemaphoreSlim _rests = new(0);
    private Task _watching = Task.CompletedTask;
    private StateFile? _file;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        if (_file is not null) await _file.DisposeAsync();
        _stop.Dispose();
        _rests.Dispose();
        _directory.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task What_is_there_is_carried_first_and_then_what_changes()
    {
        _directory.Write("old", "1"u8);
        await StartAsync();
        await UntilAsync("old", "1");

        _directory.Write("new", "2"u8);
        await UntilAsync("new", "2");
        _directory.Write("old", "changed"u8);
        await UntilAsync("old", "changed");
        Directory.CreateDirectory(_directory.Combine("a/b"));
        _directory.Write("a/b/deep", "3"u8);
        await UntilAsync("a/b/deep", "3");
    }

    [Fact]
    public async Task A_directory_that_is_moved_in_comes_with_everything_in_it()
    {
        await StartAsync();
        await _rests.WaitAsync(Cancellation);
        Directory.CreateDirectory(_home.Combine("d/e"));
        _home.Write("d/one", "1"u8);
        _home.Write("d/e/two", "2"u8);

        Directory.Move(_home.Combine("d"), _directory.Combine("d"));

        await UntilAsync("d/one", "1");
        await UntilAsync("d/e/two", "2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_directory_that_is_deleted_and_made_again_is_followed_again(bool withTheOneAbove)
    {
        var directory = _home.Combine("above/watched");
        Directory.CreateDirectory(directory);
        _home.Write("above/watched/old", "1"u8);
        await StartAsync(directory: directory);
        await UntilAsync("old", "1");

        Directory.Delete(withTheOneAbove ? _home.Combine("above") : directory, recursive: true);
        Directory.CreateDirectory(directory);
        _home.Write("above/watched/new", "2"u8);

        await UntilAsync("new", "2");
        _home.Write("above/watched/newer", "3"u8);
        await UntilAsync("newer", "3");
    }

    [Fact]
    public async Task A_file_that_grows_is_carried_once_it_stays_the_same()
    {
        await StartAsync();
        await _rests.WaitAsync(Cancellation);
        await using (var growing = new FileStream(_directory.Combine("log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            // Never still for as long as the watch wants it to be.
            for (var i = 0; i < 20; i++)
            {
                growing.Write("line\n"u8);
                growing.Flush();
                await Task.Delay(Settle / 10, Cancellation);
            }
        }

        await UntilAsync("log", string.Concat(Enumerable.Repeat("line\n", 20)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_deleted_here_is_deleted_there_only_if_that_was_asked_for(bool isDelete)
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e"]) _directory.Write(name, "1"u8);
        await StartAsync(new TransferPlanOptions { Delete = isDelete });
        foreach (var name in (string[])["a", "b", "c", "d", "e"]) await UntilAsync(name, "1");

        File.Delete(_directory.Combine("a"));
        _directory.Write("f", "2"u8);
        await UntilAsync("f", "2");
        if (isDelete) await UntilAsync("a", null);

        Assert.Equal(isDelete, await RunSetup.ReadAsync(_target, "a") is null);
    }

    [Fact]
    public async Task A_target_that_goes_away_is_tried_again_until_it_is_back()
    {
        var store = new AbsentStore(_target);
        _directory.Write("one", "1"u8);
        await StartAsync(store: store);
        await UntilAsync("one", "1");

        store.IsAway = true;
        _directory.Write("two", "2"u8);
        await UntilFailureAsync();
        store.IsAway = false;

        await UntilAsync("two", "2");
    }

    [Fact]
    public async Task A_directory_that_vanishes_is_waited_for()
    {
        _directory.Write("one", "1"u8);
        await StartAsync(new TransferPlanOptions { Delete = true });
        await UntilAsync("one", "1");

        Directory.Delete(_directory.Path, recursive: true);
        await UntilFailureAsync();
        Assert.NotNull(await RunSetup.ReadAsync(_target, "one"));
        Directory.CreateDirectory(_directory.Path);
        _directory.Write("one", "1"u8);
        _directory.Write("two", "2"u8);

        await UntilAsync("two", "2");
    }

    [Fact]
    public async Task A_watch_that_is_stopped_between_two_looks_ends_as_at_any_other_moment()
    {
        // Both were just written, and so stay unsettled: the watch looks at one after the other, again and again.
        _directory.Write("one", "1"u8);
        _directory.Write("two", "2"u8);
        var time = new StoppingTime(_stop);
        var watch = new DirectoryWatch(_directory.Path, RunSetup.Side(_target, "there"), options: new WatchOptions { Settle = TimeSpan.FromHours(1), Time = time });

        await foreach (var happened in watch.RunAsync(_stop.Token))
        {
            // The first time that is asked for is that of the pause, the next one that of the first of both looks.
            if (happened is WatchRest { Cause: null }) time.StopAt(2);
        }

        Assert.True(_stop.IsCancellationRequested);
        Assert.Empty((await RunSetup.TreeAsync(_target)).Keys);
    }

    private async Task StartAsync(TransferPlanOptions? plan = null, IFileStore? store = null, string? directory = null)
    {
        _file = await StateFile.OpenAsync(_home.Combine("transfers.db"), cancellationToken: Cancellation);
        var target = RunSetup.Side(store ?? _target, "there");
        var options = new WatchOptions { Settle = Settle, FirstRetry = TimeSpan.FromMilliseconds(50), LastRetry = TimeSpan.FromMilliseconds(200) };
        var watch = new DirectoryWatch(directory ?? _directory.Path, target, plan, options: options, file: _file);
        _watching = Task.Run(async () =>
        {
            await foreach (var happened in watch.RunAsync(_stop.Token))
            {
                lock (_events) _events.Add(happened);
                if (happened is WatchRest) _rests.Release();
            }
        });
    }

    private async Task UntilFailureAsync()
    {
        while (true)
        {
            lock (_events)
            {
                if (_events.OfType<WatchRest>().Any(rest => rest.Cause is not null)) return;
            }

            await _rests.WaitAsync(Cancellation);
        }
    }

    // Looks after every run, and now and then.
    private async Task UntilAsync(string path, string? content)
    {
        while (true)
        {
            if (_watching.IsCompleted) await _watching;
            var there = await RunSetup.ReadAsync(_target, path);
            if ((there is null ? null : Encoding.UTF8.GetString(there)) == content) return;
            await _rests.WaitAsync(TimeSpan.FromMilliseconds(100), Cancellation);
        }
    }

    // Lets every pause end at once, and stops the watch when it asks for the time.
    private sealed class StoppingTime(CancellationTokenSource stop) : TimeProvider
    {
        private int _left;

        public void StopAt(int time) => Volatile.Write(ref _left, time);

        public override long GetTimestamp()
        {
            if (Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) == 0) stop.Cancel();
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }

    // Refuses everything while it is away, as a server does that was stopped.
    private sealed class AbsentStore(IFileStore inner) : IFileStore
    {
        public bool IsAway { get; set; }

        private IFileStore Inner => IsAway ? throw new FileStoreException(FileStoreError.Other, FtpPath.Home, "away") : inner;

        public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => Inner.FindAsync(path, cancellationToken);

        public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default) => Inner.ListAsync(directory, cancellationToken);

        public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) => Inner.OpenReadAsync(path, offset, cancellationToken);

        public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) => Inner.OpenWriteAsync(path, options, cancellationToken);

        public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => Inner.CreateDirectoryAsync(path, cancellationToken);

        public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => Inner.MoveAsync(source, target, cancellationToken);

        public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => Inner.DeleteAsync(path, cancellationToken);

        public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => Inner.SetModifiedAsync(path, modified, cancellationToken);
    }
}
