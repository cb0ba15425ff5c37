using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Sealift.App.Files.Panes;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Tests.Files;

public sealed class PaneModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_directory_is_shown_its_history_is_kept_and_the_one_that_was_left_is_selected()
    {
        await using var pane = await OpenAsync("docs/", "docs/old/", "a.txt");

        await pane.GoAsync(FtpPath.Parse("/docs"));
        await pane.GoAsync(FtpPath.Parse("/docs/old"));
        await pane.GoUpAsync();
        Assert.Equal(["old"], Lines.Names(pane.Chosen));

        await pane.GoBackAsync();
        Assert.Equal("/docs/old", pane.Directory.ToString());
        await pane.GoBackAsync();
        await pane.GoBackAsync();
        Assert.Equal(["docs"], Lines.Names(pane.Chosen));
        Assert.False(pane.CanGoBack);
        await pane.GoForwardAsync();
        Assert.Equal("/docs", pane.Directory.ToString());
        Assert.Equal(PanePhase.Listed, pane.Phase);
    }

    [Fact]
    public async Task Hidden_files_and_the_filter_decide_what_is_shown_and_another_directory_has_no_filter()
    {
        await using var pane = await OpenAsync(".secret", "Alpha.txt", "beta.TXT", "gamma.pdf", "sub/");

        Assert.Equal(["sub", "Alpha.txt", "beta.TXT", "gamma.pdf"], Lines.Names(pane.View));
        pane.Rule = pane.Rule with { Filter = "txt" };
        Assert.Equal(["Alpha.txt", "beta.TXT"], Lines.Names(pane.View));
        pane.Rule = pane.Rule with { Filter = "?a*.pdf" };
        Assert.Equal(["gamma.pdf"], Lines.Names(pane.View));
        pane.Rule = pane.Rule with { Filter = "", ShowsHidden = true };
        Assert.Contains(".secret", Lines.Names(pane.View));

        pane.Rule = pane.Rule with { Filter = "sub" };
        await pane.GoAsync(FtpPath.Parse("/sub"));
        Assert.Equal("", pane.Rule.Filter);
    }

    [Fact]
    public async Task Listing_again_keeps_the_selection_and_finds_what_is_new()
    {
        var store = new MemoryFileStore();
        await MakeAsync(store, "a", "b");
        await using var pane = new PaneModel(TimeProvider.System);
        await pane.OpenAsync("memory", _ => Task.FromResult((PaneSide.Of(store, "memory"), FtpPath.Root)));
        pane.Select((selection, view) => selection.Click(view, 1, adds: false, extends: false));

        await MakeAsync(store, "aa");
        await pane.RefreshAsync();

        Assert.Equal(["a", "aa", "b"], Lines.Names(pane.View));
        Assert.Equal(["b"], Lines.Names(pane.Chosen));
        await pane.RefreshAsync("aa");
        Assert.Equal(["aa"], Lines.Names(pane.Chosen));
        Assert.Equal(1, pane.Reveals);
    }

    [Fact]
    public async Task Entries_are_shown_while_more_arrive_and_a_listing_that_is_stopped_says_so()
    {
        var store = new SlowStore();
        await using var pane = new PaneModel(TimeProvider.System);
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pane.Changed += () =>
        {
            if (pane.View.Count > 0) shown.TrySetResult();
        };
        var opening = pane.OpenAsync("slow", _ => Task.FromResult((PaneSide.Of(store, "slow"), FtpPath.Root)));

        for (var i = 0; !shown.Task.IsCompleted; i++)
        {
            store.Arrive($"file {i}");
            await Task.WhenAny(shown.Task, Task.Delay(20, Token));
        }

        Assert.Equal(PanePhase.Listing, pane.Phase);
        pane.Stop();
        await opening;
        Assert.Equal(PanePhase.Stopped, pane.Phase);
        Assert.NotEmpty(pane.View);
    }

    [Fact]
    public async Task A_hundred_thousand_entries_are_there_soon_after_the_last_has_arrived()
    {
        var store = new SlowStore();
        for (var i = 0; i < 100_000; i++) store.Arrive($"entry {i}.dat");
        store.End();
        await using var pane = new PaneModel(TimeProvider.System);
        var begun = TimeProvider.System.GetTimestamp();

        await pane.OpenAsync("many", _ => Task.FromResult((PaneSide.Of(store, "many"), FtpPath.Root)));
        var elapsed = TimeProvider.System.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper?.WriteLine($"listed and sorted in {elapsed.TotalMilliseconds:0} ms");

        // Two seconds are demanded; a fraction of one is what it takes where nothing else runs. The bound is for a machine that is busy with other things.
        Assert.True(elapsed < TimeSpan.FromSeconds(20), $"{elapsed}");
        Assert.Equal(100_000, pane.View.Count);
        Assert.Equal("entry 99999.dat", pane.View[^1].Entry.Name);
    }

    [Fact]
    public async Task What_does_not_work_is_told_and_can_be_tried_again()
    {
        await using var pane = await OpenAsync("a");

        await pane.GoAsync(FtpPath.Parse("/nowhere"));
        Assert.Equal(PanePhase.Failed, pane.Phase);
        Assert.Equal(FileStoreError.NotFound, Assert.IsType<FileStoreException>(pane.Failure).Error);

        await pane.GoBackAsync();
        Assert.Equal(PanePhase.Listed, pane.Phase);
        Assert.Null(pane.Failure);
    }

    [Fact]
    public async Task A_place_that_cannot_be_opened_leaves_the_address_to_try_again()
    {
        await using var pane = new PaneModel(TimeProvider.System);

        await pane.OpenAsync("ftpes://nobody@host.invalid/", _ => throw new IOException("no way"));

        Assert.Equal((PanePhase.Failed, "ftpes://nobody@host.invalid/", false), (pane.Phase, pane.Wanted, pane.IsOpen));
    }

    [Fact]
    public async Task An_older_listing_never_replaces_a_newer_one()
    {
        var slow = new SlowStore();
        await using var pane = new PaneModel(TimeProvider.System);
        var first = pane.OpenAsync("slow", _ => Task.FromResult((PaneSide.Of(slow, "slow"), FtpPath.Root)));
        slow.Arrive("late");
        var store = new MemoryFileStore();
        await MakeAsync(store, "new");

        await pane.OpenAsync("memory", _ => Task.FromResult((PaneSide.Of(store, "memory"), FtpPath.Root)));
        slow.End();
        await first;

        Assert.Equal(["new"], Lines.Names(pane.View));
        Assert.Equal("memory", pane.Side?.Title);
    }

    [Fact]
    public async Task Typed_letters_lead_to_lines()
    {
        await using var pane = await OpenAsync("alpha", "beta", "bravo", "Bz");
        var time = new FakeTimeProvider();
        var typed = new TypeAhead(time);

        Assert.Equal(1, typed.Find("b", pane.View, -1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, typed.Find("r", pane.View, 1));
        Assert.Null(typed.Find("q", pane.View, 2));
        time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(0, typed.Find("a", pane.View, 2));

        var again = new TypeAhead(time);
        Assert.Equal(1, again.Find("B", pane.View, 0));
        Assert.Equal(2, again.Find("B", pane.View, 1));
        Assert.Equal(3, again.Find("B", pane.View, 2));
        Assert.Equal(1, again.Find("B", pane.View, 3));
    }

    [Fact]
    public async Task Directories_are_offered_for_the_beginning_of_a_path()
    {
        await using var pane = await OpenAsync("docs/", "Downloads/", ".cache/", "docs/old/", "docs/older/", "docs/x.txt");
        var completion = new PathCompletion(pane);

        Assert.Equal(["/docs/", "/Downloads/"], await completion.FindAsync("/"));
        Assert.Equal(["/Downloads/"], await completion.FindAsync("/DOW"));
        Assert.Equal(["/.cache/"], await completion.FindAsync("/.c"));
        Assert.Equal(["docs/old/", "docs/older/"], await completion.FindAsync("docs/o"));
        Assert.Empty(await completion.FindAsync("/nowhere/"));
        Assert.Empty(await completion.FindAsync("ftpes://host/"));
    }

    private static async Task<PaneModel> OpenAsync(params string[] names)
    {
        var store = new MemoryFileStore();
        await MakeAsync(store, names);
        var pane = new PaneModel(TimeProvider.System);
        await pane.OpenAsync("memory", _ => Task.FromResult((PaneSide.Of(store, "memory"), FtpPath.Root)));
        return pane;
    }

    private static async Task MakeAsync(MemoryFileStore store, params string[] names)
    {
        foreach (var name in names)
        {
            var path = FtpPath.Parse("/" + name);
            if (name.EndsWith('/'))
            {
                await store.CreateDirectoryAsync(path, Token);
                continue;
            }

            await using var file = await store.OpenWriteAsync(path, FileWriteOptions.Replace, Token);
            await file.CompleteAsync(Token);
        }
    }

    // Entries arrive when the test says so.
    private sealed class SlowStore : IFileStore
    {
        private readonly Channel<string> _names = Channel.CreateUnbounded<string>();

        public void Arrive(string name) => _names.Writer.TryWrite(name);

        public void End() => _names.Writer.TryComplete();

        public async IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var name in _names.Reader.ReadAllAsync(cancellationToken)) yield return new FtpEntry { Name = name, Kind = FtpEntryKind.File };
        }

        public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
