using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Wire;

/// <summary>The faults of SECURITY, section 2, on the wire: a whole run against a server that does one thing wrong. Each test is named by its fault.</summary>
[Trait("Fault", "F1")]
[Trait("Fault", "F3")]
[Trait("Fault", "F4")]
[Trait("Fault", "F5")]
[Trait("Fault", "F6")]
[Trait("Fault", "F7")]
[Trait("Fault", "F8")]
[Trait("Fault", "F10")]
[Trait("Fault", "F11")]
[Trait("Fault", "F13")]
[Trait("Fault", "F14")]
[Trait("Fault", "F15")]
[Trait("Fault", "F16")]
[Trait("Fault", "F19")]
[Trait("Fault", "F23")]
[Trait("Fault", "F25")]
[Trait("Fault", "F29")]
public sealed class WireFaultTests : IAsyncDisposable
{
    private const int Large = 700 * 1024;

    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, FullPause = TimeSpan.Zero };

    private readonly FaultPeer _peer = new();
    private readonly MemoryFileStore _here = new();
    private readonly byte[] _content = Bytes(Large, seed: 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    public async Task F3_a_lost_final_reply_of_a_complete_upload_is_looked_up_and_nothing_is_sent_again()
    {
        _peer.Fault = command => command is { Verb: "STOR", Count: 1 } ? new PeerFault { CutsControl = true } : null;

        var (events, summary) = await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, _peer.Files["a"]);
        Assert.Equal(1, _peer.CountOf("STOR"));
        Assert.Equal(0, _peer.CountOf("DELE"));
        Assert.Empty(events.OfType<StepFailed>());
        Assert.True(Assert.Single(events.OfType<FileDone>()).Receipt.Evidence.HasFlag(TransferEvidence.FoundAfterLostReply));
    }

    [Fact]
    public async Task F3_a_lost_final_reply_of_an_incomplete_upload_is_gone_on_with()
    {
        _peer.Fault = command => command is { Verb: "STOR", Count: 1 } ? new PeerFault { CutsControl = true, KeepsOnly = 300_000 } : null;

        var (events, summary) = await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, _peer.Files["a"]);
        Assert.Equal(300_000, Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt);
        Assert.Equal(0, _peer.CountOf("DELE"));
        Assert.Equal(["a"], _peer.Files.Keys);
    }

    [Fact]
    public async Task F3_a_lost_final_reply_of_a_download_is_no_reason_to_read_it_again()
    {
        _peer.Files["a"] = _content;
        _peer.Fault = command => command is { Verb: "RETR", Count: 1 } ? new PeerFault { CutsControl = true } : null;

        var (events, summary) = await DownloadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, await RunSetup.ReadAsync(_here, "a"));
        Assert.Equal(1, _peer.CountOf("RETR"));
        Assert.True(Assert.Single(events.OfType<FileDone>()).Receipt.Evidence.HasFlag(TransferEvidence.FoundAfterLostReply));
    }

    [Theory]
    [InlineData("STOR", null)]
    [InlineData("RETR", null)]
    [InlineData("STOR", "421 Idle.")] // F5: a control connection that was silent for too long
    [InlineData("RETR", "421 Idle.")]
    public async Task F4_a_control_connection_that_ends_while_data_flows_costs_no_byte_twice(string verb, string? goodbye)
    {
        if (verb == "RETR") _peer.Files["a"] = _content;
        _peer.Fault = command => command.Verb == verb && command.Count == 1 ? new PeerFault { CutsControlBeforeData = true, Final = goodbye } : null;

        var (events, summary) = verb == "RETR" ? await DownloadAsync("a") : await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, verb == "RETR" ? await RunSetup.ReadAsync(_here, "a") : _peer.Files["a"]);
        var receipt = Assert.Single(events.OfType<FileDone>()).Receipt;
        Assert.Equal(Large, receipt.Bytes);

        // Either it went on to its end, or what had arrived was gone on with.
        Assert.True(receipt.Evidence.HasFlag(TransferEvidence.FoundAfterLostReply) || receipt.ResumedAt > 0 || receipt.Attempts == 2, receipt.ToString());
        await AssertNoLeftoversAsync();
    }

    [Theory]
    [InlineData("421 Zu viele.", "")]
    [InlineData(null, "530 Trop.")]
    [InlineData(null, "421 Troppi.")]
    public async Task F19_a_server_that_allows_two_sessions_gets_every_file_with_two(string? atGreeting, string atLogin)
    {
        _peer.MaxSessions = 2;
        _peer.RefusalAtGreeting = atGreeting;
        _peer.RefusalAtLogin = atLogin;
        for (var i = 0; i < 30; i++) await RunSetup.WriteAsync(_here, $"f{i}", Bytes(3000 + i, seed: i));

        await using var target = _peer.Side(sessions: 6);
        var (_, summary) = await RunSetup.RunAsync(new TransferRunner(
            RunSetup.Side(_here, "here"), target, RunSetup.CopyEverything(_here), new TransferRunOptions { Sessions = 6, Retry = AtOnce }));

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(30, _peer.Files.Count);
        for (var i = 0; i < 30; i++) Assert.Equal(Bytes(3000 + i, seed: i), _peer.Files[$"f{i}"]);
    }

    [Theory]
    [InlineData("421 Full.")]
    [InlineData(null)]
    public async Task F6_a_session_that_ends_at_any_command_costs_at_most_one_attempt(string? goodbye)
    {
        // Each of the first commands of the work itself, one after the other.
        var left = new HashSet<string>(["EPSV", "STOR", "SIZE", "RNFR", "RNTO"], StringComparer.Ordinal);
        _peer.Fault = command =>
        {
            lock (left) return command.Session < 12 && left.Remove(command.Verb) ? new PeerFault { Reply = goodbye, CutsControl = goodbye is null } : null;
        };
        for (var i = 0; i < 8; i++) await RunSetup.WriteAsync(_here, $"f{i}", Bytes(5000, seed: i));

        await using var target = _peer.Side();
        var (events, summary) = await RunSetup.RunAsync(new TransferRunner(
            RunSetup.Side(_here, "here"), target, RunSetup.CopyEverything(_here), new TransferRunOptions { Sessions = 2, Retry = AtOnce }));

        Assert.True(summary.IsComplete, Describe(summary));
        for (var i = 0; i < 8; i++) Assert.Equal(Bytes(5000, seed: i), _peer.Files[$"f{i}"]);
        Assert.Empty(left);
        Assert.True(events.OfType<StepFailed>().Count() <= 5, string.Join('\n', events.OfType<StepFailed>()));
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task F7_and_F8_one_file_that_is_refused_for_now_and_one_for_good_stop_no_other()
    {
        for (var i = 0; i < 10; i++) _peer.Files[$"f{i}"] = Bytes(2000, seed: i);
        var busy = 2;
        _peer.Fault = command => command switch
        {
            { Verb: "RETR", Argument: "f3" } when Interlocked.Decrement(ref busy) >= 0 => new PeerFault { Reply = "450 Busy." },
            { Verb: "RETR", Argument: "f7" } => new PeerFault { Reply = "550 No." },
            _ => null,
        };

        var (events, summary) = await DownloadAsync([.. Enumerable.Range(0, 10).Select(i => $"f{i}")]);

        var failure = Assert.Single(summary.Failures);
        Assert.Equal(("f7", FailureClass.SourceMissing), (failure.Path.ToString(), failure.Class));
        Assert.Equal(9, summary.FilesDone);
        Assert.Equal(3, events.OfType<FileDone>().Single(done => done.Step.Path.Name == "f3").Receipt.Attempts);
        Assert.Single(_peer.Heard, line => line == "RETR f7");
    }

    [Theory]
    [InlineData("522 The TLS session is unknown.")]
    [InlineData("425 Unable to build data connection: Operation not permitted.")]
    public async Task F23_a_session_whose_data_connections_are_refused_from_some_file_on_gives_way_to_a_new_one(string refusal)
    {
        for (var i = 0; i < 9; i++) _peer.Files[$"f{i}"] = Bytes(2000, seed: i);
        var carried = new ConcurrentDictionary<int, int>();
        _peer.Fault = command => command.Verb == "RETR" && carried.AddOrUpdate(command.Session, 1, (_, count) => count + 1) > 3 ? new PeerFault { Reply = refusal } : null;

        var (events, summary) = await DownloadAsync(sessions: 1, TransferProof.Size, [.. Enumerable.Range(0, 9).Select(i => $"f{i}")]);

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.All(events.OfType<FileDone>(), done => Assert.InRange(done.Receipt.Attempts, 1, 2));
        Assert.Equal(3, _peer.Sessions);
        Assert.Equal(2, events.OfType<StepFailed>().Count());
    }

    [Theory]
    [InlineData("STOR")]
    [InlineData("RETR")]
    public async Task F10_a_451_after_all_bytes_is_no_success(string verb)
    {
        if (verb == "RETR") _peer.Files["a"] = _content;
        _peer.Fault = command => command.Verb == verb && command.Count == 1 ? new PeerFault { Final = "451 Disk." } : null;

        var (events, summary) = verb == "RETR" ? await DownloadAsync("a") : await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(FailureClass.Transient, Assert.Single(events.OfType<StepFailed>()).Failure.Class);
        Assert.Equal(_content, verb == "RETR" ? await RunSetup.ReadAsync(_here, "a") : _peer.Files["a"]);
    }

    [Fact]
    public async Task F11_a_server_that_lies_about_the_size_of_an_upload_never_gets_it_the_name()
    {
        _peer.Files["a"] = "old"u8.ToArray();
        _peer.Fault = command => command is { Verb: "SIZE", IsPart: true } ? new PeerFault { Reply = $"213 {Large - 10}" } : null;

        var (_, summary) = await UploadAsync("a");

        Assert.Equal(FailureClass.NotProven, Assert.Single(summary.Failures).Class);
        Assert.Equal("old"u8.ToArray(), _peer.Files["a"]);
        Assert.Empty(_peer.Renamed);
        await AssertNoLeftoversAsync();
    }

    [Theory]
    [InlineData("450 Busy.")]
    [InlineData("550 No.")]
    public async Task F11_a_server_that_once_does_not_tell_the_size_is_asked_again_before_the_file_gets_its_name(string refusal)
    {
        _peer.Files["a"] = "old"u8.ToArray();
        _peer.Fault = command => command switch
        {
            { Verb: "STOR", Count: 1 } => new PeerFault { KeepsOnly = 100 },
            { Verb: "SIZE", Count: 1 } => new PeerFault { Reply = refusal },
            _ => null,
        };

        var (events, summary) = await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.NotEmpty(events.OfType<StepFailed>());
        Assert.Equal(_content, _peer.Files["a"]);
        Assert.Single(_peer.Renamed);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task F11_a_server_that_lies_about_the_size_of_a_download_never_gets_it_the_name(int lie)
    {
        _peer.Files["a"] = _content;
        await RunSetup.WriteAsync(_here, "a", "old");
        _peer.Fault = command => command.Verb == "SIZE" ? new PeerFault { Reply = $"213 {Large + lie}" } : null;

        var (_, summary) = await DownloadAsync("a");

        Assert.True(Assert.Single(summary.Failures).Class is FailureClass.SourceChanged or FailureClass.NotProven, Describe(summary));
        Assert.Equal("old"u8.ToArray(), await RunSetup.ReadAsync(_here, "a"));
        await AssertNoLeftoversAsync();
    }

    [Theory]
    [InlineData("STOR", TransferProof.Hash)]
    [InlineData("RETR", TransferProof.Hash)]
    [InlineData("STOR", TransferProof.HashWherePossible)]
    [InlineData("RETR", TransferProof.HashWherePossible)]
    public async Task F11_a_checksum_is_compared_in_the_first_attempt(string verb, TransferProof proof)
    {
        _peer.KnowsHash = true;
        if (verb == "RETR") _peer.Files["a"] = _content;

        var (events, summary) = verb == "RETR" ? await DownloadAsync(proof, "a") : await UploadAsync("a", proof);

        Assert.True(summary.IsComplete, Describe(summary));
        var receipt = Assert.Single(events.OfType<FileDone>()).Receipt;
        Assert.True(receipt.Evidence.HasFlag(TransferEvidence.HashCompared), receipt.ToString());
        Assert.Equal((1, 1, 0), (receipt.Attempts, _peer.CountOf(verb), _peer.Departed));
    }

    [Fact]
    public async Task F11_where_a_checksum_is_demanded_and_the_server_has_none_nothing_is_sent()
    {
        var (_, summary) = await UploadAsync("a", TransferProof.Hash);

        Assert.Equal("SL-DATA-13", Assert.Single(summary.Failures).Code);
        Assert.Equal(0, _peer.CountOf("STOR"));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("in the middle")]
    [InlineData("at the end")]
    public async Task F13_a_full_server_pauses_the_site_and_leaves_the_original(string when)
    {
        _peer.Files["a"] = "old"u8.ToArray();
        var original = new List<bool>();
        _peer.Fault = command =>
        {
            if (command is not { Verb: "STOR", Count: <= 2 }) return null;
            original.Add(_peer.Files["a"].AsSpan().SequenceEqual("old"u8));
            return when switch
            {
                "before" => new PeerFault { Reply = "552 Full." },
                "in the middle" => new PeerFault { CutDataAt = 200_000, Final = "552 Full." },
                _ => new PeerFault { Final = "552 Full." },
            };
        };

        var (events, summary) = await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal([true, true], original);
        Assert.Equal(_content, _peer.Files["a"]);
        Assert.NotNull(Assert.Single(events.OfType<RunPaused>()).Cause);
        Assert.Single(events.OfType<RunResumed>());
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task F14_a_file_of_the_server_that_changes_while_it_is_read_is_read_again()
    {
        var other = Bytes(Large, seed: 2); // the same size, and the same minute
        _peer.Files["a"] = _content;
        _peer.Fault = command => command is { Verb: "RETR", Count: 1 }
            ? new PeerFault
            {
                Meanwhile = () =>
                {
                    _peer.Files["a"] = other;
                    _peer.Times["a"] = "20260101120020";
                },
            }
            : null;

        var (events, summary) = await DownloadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(FailureClass.SourceChanged, Assert.Single(events.OfType<StepFailed>()).Failure.Class);
        Assert.Equal(other, await RunSetup.ReadAsync(_here, "a"));
    }

    [Fact]
    public async Task F14_a_file_of_this_machine_that_changes_while_it_is_sent_is_sent_again()
    {
        using var directory = new TempDirectory();
        directory.Write("a", _content);
        var path = directory.Combine("a");
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc));
        var other = Bytes(Large, seed: 2);
        _peer.Fault = command =>
        {
            if (command is { Verb: "STOR", Count: 1 })
            {
                // The name stays with another file of the same size and minute, as an editor saves; what is open is the old one.
                directory.Write("b", other);
                File.SetLastWriteTimeUtc(directory.Combine("b"), new DateTime(2026, 1, 1, 12, 0, 20, DateTimeKind.Utc));
                File.Move(directory.Combine("b"), path, overwrite: true);
            }

            return null;
        };

        await using var source = TransferSide.Local(directory.Path);
        await using var target = _peer.Side();
        var entry = await source.Store.FindAsync(FtpPath.Parse("a"), Cancellation);
        var (events, summary) = await RunSetup.RunAsync(new TransferRunner(
            source, target, RunSetup.Steps(RunSetup.Copy(FtpPath.Parse("a"), entry)), new TransferRunOptions { Retry = AtOnce }));

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(FailureClass.SourceChanged, Assert.Single(events.OfType<StepFailed>()).Failure.Class);
        Assert.Equal(other, _peer.Files["a"]);
    }

    [Theory]
    [InlineData("RETR")]
    [InlineData("STOR")]
    public async Task F15_an_offset_that_is_accepted_and_ignored_is_found_out(string verb)
    {
        if (verb == "RETR") _peer.Files["a"] = _content;
        _peer.Fault = command => command.Verb == verb
            ? command.Count == 1 ? new PeerFault { CutDataAt = 300_000 } : new PeerFault { IgnoresOffset = true }
            : null;

        var (events, summary) = verb == "RETR" ? await DownloadAsync("a") : await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, verb == "RETR" ? await RunSetup.ReadAsync(_here, "a") : _peer.Files["a"]);
        Assert.Equal(0, Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt);
        await AssertNoLeftoversAsync();
    }

    [Theory]
    [InlineData("RETR")]
    [InlineData("STOR")]
    public async Task F15_an_offset_that_is_refused_leads_to_a_new_part_from_zero(string verb)
    {
        if (verb == "RETR") _peer.Files["a"] = _content;
        _peer.Fault = command => command switch
        {
            { Verb: "REST" } => new PeerFault { Reply = "502 No." },
            { Count: 1 } when command.Verb == verb => new PeerFault { CutDataAt = 300_000 },
            _ => null,
        };

        var (events, summary) = verb == "RETR" ? await DownloadAsync("a") : await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, verb == "RETR" ? await RunSetup.ReadAsync(_here, "a") : _peer.Files["a"]);
        Assert.Equal(0, Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt);
        if (verb == "STOR") Assert.Equal(2, _peer.Heard.Where(line => line.StartsWith("STOR ", StringComparison.Ordinal)).Distinct().Count());
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task F25_a_server_that_restarts_is_waited_for_and_every_file_arrives()
    {
        var time = new FakeTimeProvider();
        var (loginsBefore, back) = (0, long.MaxValue);

        // It goes with the eighth file, and is back a minute after it was first asked in vain: the clock does not wait for a run that is held up.
        _peer.Fault = command =>
        {
            if (command is { Verb: "RNTO", Count: 8 }) Volatile.Write(ref loginsBefore, _peer.Sessions);
            return null;
        };
        _peer.IsAway = () =>
        {
            var before = Volatile.Read(ref loginsBefore);
            if (before == 0) return false;
            var now = time.GetUtcNow();
            if (_peer.Sessions > before) Interlocked.CompareExchange(ref back, (now + TimeSpan.FromMinutes(1)).Ticks, long.MaxValue);
            return now.Ticks < Interlocked.Read(ref back);
        };
        for (var i = 0; i < 40; i++) await RunSetup.WriteAsync(_here, $"f{i}", Bytes(4000, seed: i));
        await using var target = _peer.Side();
        var options = new TransferRunOptions { TimeProvider = time, Retry = new RetryPolicy { Outage = TimeSpan.FromDays(1) } };
        var runner = new TransferRunner(RunSetup.Side(_here, "here"), target, RunSetup.CopyEverything(_here), options);
        List<TransferEvent> events = [];
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var clock = AdvanceAsync(time, isOver.Token);
        await foreach (var happened in runner.RunAsync(Cancellation)) events.Add(happened);

        await isOver.CancelAsync();
        await clock;
        var summary = Assert.IsType<RunFinished>(events[^1]).Summary;
        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(40, _peer.Files.Count);
        Assert.Contains(events.OfType<RunPaused>(), paused => paused.Cause is not null);
        Assert.InRange(_peer.Sessions - loginsBefore, 2, 24); // asked by one, later and later, and not by every file
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task F25_a_server_that_does_not_come_back_fails_every_file_once()
    {
        var time = new FakeTimeProvider();
        var isAway = false;
        _peer.IsAway = () => isAway;
        for (var i = 0; i < 40; i++) await RunSetup.WriteAsync(_here, $"f{i}", Bytes(4000, seed: i));
        await using var target = _peer.Side();
        var options = new TransferRunOptions { TimeProvider = time, Retry = new RetryPolicy { Outage = TimeSpan.FromMinutes(2) } };
        var runner = new TransferRunner(RunSetup.Side(_here, "here"), target, RunSetup.CopyEverything(_here), options);
        List<TransferEvent> events = [];
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var clock = AdvanceAsync(time, isOver.Token);
        await foreach (var happened in runner.RunAsync(Cancellation))
        {
            events.Add(happened);
            if (happened is FileDone) isAway = true;
        }

        await isOver.CancelAsync();
        await clock;
        var summary = Assert.IsType<RunFinished>(events[^1]).Summary;
        Assert.Equal(40 - summary.FilesDone, summary.Failures.Count);
        Assert.All(summary.Failures, failure => Assert.Equal(FailureClass.Transient, failure.Class));
    }

    [Fact]
    public async Task F29_a_server_that_does_not_rename_over_gets_the_new_content_by_way_of_a_backup()
    {
        _peer.Files["a"] = "old"u8.ToArray();
        _peer.RenamesOver = false;

        var (_, summary) = await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, _peer.Files["a"]);
        Assert.Equal(["a"], _peer.Files.Keys);
    }

    [Theory]
    [InlineData(2)] // the old file has stepped aside, and the answer is lost
    [InlineData(3)] // the new one has its name, and the answer is lost
    public async Task F29_a_connection_that_is_lost_between_the_renames_leaves_one_of_both_contents(int at)
    {
        _peer.Files["a"] = "old"u8.ToArray();
        _peer.RenamesOver = false;
        var renames = 0;
        _peer.Fault = command => command.Verb == "RNTO" && Interlocked.Increment(ref renames) == at ? new PeerFault { CutsControl = true } : null;

        var (_, summary) = await UploadAsync("a");

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(_content, _peer.Files["a"]);
        Assert.Equal(["a"], _peer.Files.Keys);
    }

    private static string Describe(TransferRunSummary summary) => string.Join('\n', summary.Failures);

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)((i * 31) + (i >> 8) + (i >> 16) + (seed * 77));
        return bytes;
    }

    private static async Task AdvanceAsync(FakeTimeProvider time, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> UploadAsync(string name, TransferProof proof = TransferProof.Size)
    {
        await RunSetup.WriteAsync(_here, name, _content);
        await using var target = _peer.Side();
        var options = new TransferRunOptions { Retry = AtOnce, Journal = new MemoryTransferJournal(), Proof = proof };
        return await RunSetup.RunAsync(new TransferRunner(RunSetup.Side(_here, "here"), target, RunSetup.CopyEverything(_here), options));
    }

    private Task<(List<TransferEvent> Events, TransferRunSummary Summary)> DownloadAsync(params string[] names) => DownloadAsync(TransferProof.Size, names);

    private Task<(List<TransferEvent> Events, TransferRunSummary Summary)> DownloadAsync(TransferProof proof, params string[] names) => DownloadAsync(sessions: 4, proof, names);

    private async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> DownloadAsync(int sessions, TransferProof proof, string[] names)
    {
        await using var source = _peer.Side(sessions);
        var steps = names.Select(name => RunSetup.Copy(FtpPath.Parse(name), new FtpEntry
        {
            Name = name,
            Kind = FtpEntryKind.File,
            Size = _peer.Files[name].Length,
            Modified = new FtpTimestamp(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc), FtpTimePrecision.Second, IsUtc: true),
        }));
        var options = new TransferRunOptions { Retry = AtOnce, Journal = new MemoryTransferJournal(), Proof = proof };
        return await RunSetup.RunAsync(new TransferRunner(source, RunSetup.Side(_here, "here"), RunSetup.Steps([.. steps]), options));
    }

    private async Task AssertNoLeftoversAsync()
    {
        Assert.DoesNotContain(_peer.Files.Keys, name => name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal));
        Assert.DoesNotContain((await RunSetup.TreeAsync(_here)).Keys, name => name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal));
    }
}
