using System.Net;
using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.SiteToSite;

/// <summary>Copies between two scripted servers, honest and hostile ones.</summary>
[Trait("Threat", "T17")]
public sealed class SiteCopyTests
{
    private static readonly FtpPath Target = FtpPath.Parse("dir/target");

    [Fact]
    public async Task Direct_copy_is_protected_on_both_sides_proven_and_renamed()
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("SSCN", "XSHA256");

        var result = await CopyAsync(source, target);

        Assert.Equal(FtpSiteRoute.Direct, result.Route);
        Assert.Equal(SitePeer.Content.Length, result.Bytes);
        Assert.True(result.IsSizeCompared);
        Assert.Equal(SitePeer.Sha256, result.Checksum!.ToString());
        Assert.Null(result.RelayReason);
        var part = Assert.Single(target.Said("STOR"))["STOR ".Length..];
        Assert.EndsWith(".sealift-part", part, StringComparison.Ordinal);
        Assert.Equal(["PROT P", "SSCN ON", "PASV", $"STOR {part}", "SSCN OFF"], target.Said("PROT", "SSCN", "PASV", "STOR", "PORT").TakeLast(5));
        Assert.Equal(["PROT P", "RETR file"], source.Said("PROT", "RETR", "SSCN", "PASV").TakeLast(2));
        Assert.StartsWith("PORT 127,0,0,1,", Assert.Single(source.Said("PORT")), StringComparison.Ordinal);
        Assert.Equal([$"RNFR {part}", "RNTO dir/target"], target.Said("RNFR", "RNTO", "DELE"));
        Assert.Null(target.Received);
    }

    [Fact]
    public async Task Server_that_has_only_cpsv_listens_and_begins_the_handshake()
    {
        await using var source = new SitePeer("CPSV", "XSHA256");
        await using var target = new SitePeer("XSHA256");

        var result = await CopyAsync(source, target);

        Assert.Equal(FtpSiteRoute.Direct, result.Route);
        Assert.Equal("CPSV", Assert.Single(source.Said("CPSV", "PASV", "SSCN", "PORT")));
        Assert.Single(target.Said("PORT"));
    }

    /// <summary>What each server has, what it answers otherwise, and whether a transfer between them was begun.</summary>
    public static TheoryData<string, string, string, string> Obstacles => new()
    {
        { "", "XSHA256", "", "neither can begin TLS" },
        { "SSCN", "", "", "no checksum in common" },
        { "SSCN", "XSHA256", "SSCN=500 No.", "SSCN refused" },
        { "SSCN", "XSHA256", "PASV=425 No.", "no port" },
        { "SSCN", "XSHA256", "PASV=227 Somewhere.", "no port named" },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task What_the_servers_cannot_do_directly_goes_through_this_machine(string feature, string hash, string answer, string what)
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer([.. new[] { feature, hash }.Where(one => one.Length > 0)]);
        if (answer.Split('=') is [var verb, var reply]) target.Answers[verb] = reply;

        var result = await CopyAsync(source, target);

        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.True(result.RelayReason?.Length > 0, what);
        Assert.Equal("content"u8.ToArray(), target.Received);
        Assert.Empty(source.Said("PORT"));
        Assert.Equal("RNTO dir/target", target.Commands.Last(line => line.StartsWith("RNTO", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Address_that_is_not_the_servers_own_is_not_passed_on()
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("SSCN", "XSHA256") { NamedAddress = IPAddress.Parse("127.0.0.77") };

        var result = await CopyAsync(source, target);

        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.Contains("127.0.0.77", result.RelayReason, StringComparison.Ordinal);
        Assert.Empty(source.Said("PORT"));
    }

    [Fact]
    public async Task Unprotected_data_channel_of_either_server_ends_the_direct_way()
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("SSCN", "XSHA256");
        target.ProtAnswers.Enqueue("200 At login.");
        target.ProtAnswers.Enqueue("534 No more.");

        var result = await CopyAsync(source, target);

        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.Contains("534", result.RelayReason, StringComparison.Ordinal);
        Assert.Empty(source.Said("PORT"));
        Assert.Empty(target.Said("SSCN", "PASV"));
    }

    [Theory]
    [InlineData("425 Not that one.", "")]
    [InlineData("", "553 No such name.")]
    [InlineData("", "426 Aborted.")]
    [InlineData("", null)]
    [InlineData(null, "")]
    public async Task Server_that_breaks_off_ends_the_other_and_the_bytes_go_through_this_machine(string? sending, string? storing)
    {
        await using var source = new SitePeer("XSHA256") { DirectFinal = sending };
        await using var target = new SitePeer("SSCN", "XSHA256") { DirectFinal = storing };

        var result = await CopyAsync(source, target);

        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.NotNull(result.RelayReason);
        Assert.Equal("content"u8.ToArray(), target.Received);
        Assert.Single((sending?.Length == 0 ? source : target).Said("ABOR"));
        var parts = target.Said("STOR").Select(line => line["STOR ".Length..]).ToList();
        Assert.Equal(2, parts.Distinct(StringComparer.Ordinal).Count()); // the first may still be in a server's hands
        Assert.Contains($"DELE {parts[0]}", target.Commands);
        Assert.Contains($"RNFR {parts[1]}", target.Commands);
    }

    [Fact]
    public async Task A_part_that_cannot_be_removed_is_named_in_the_log_and_the_copy_fails_all_the_same()
    {
        var log = new ListLogger();
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("XSHA256");
        target.Answers["RNTO"] = "553 No such name.";
        target.Answers["DELE"] = "421 Closing time.";
        await using var from = source.Pool();
        await using var to = target.Pool(options => options with { Logger = log });

        var failure = await Record.ExceptionAsync(() => new FtpSiteCopy(from, to).CopyAsync(RemoteFile, Target, cancellationToken: Stop));

        Assert.Equal(553, Assert.IsType<FtpReplyException>(failure).Reply.Code);
        var part = Assert.Single(target.Said("STOR"))["STOR ".Length..];
        Assert.Contains(part, log.Text, StringComparison.Ordinal);
        Assert.Contains("421", log.Text, StringComparison.Ordinal);
        Assert.Contains($"DELE {part}", target.Commands);
    }

    [Fact]
    public async Task Servers_that_never_come_to_an_end_are_not_waited_for_without_end()
    {
        await using var source = new SitePeer("XSHA256") { DirectFinal = "" };
        await using var target = new SitePeer("SSCN", "XSHA256") { DirectFinal = "" };
        var clock = new TestClock();
        var (sending, storing) = (new ListLogger(), new ListLogger());
        await using var from = source.Pool(options => options with { TimeProvider = clock, Logger = sending });
        await using var to = target.Pool(options => options with { TimeProvider = clock, Logger = storing });

        var copying = new FtpSiteCopy(from, to, new FtpSiteCopyOptions { LowestRate = 1000 })
            .CopyAsync(RemoteFile, Target, cancellationToken: Stop);
        while (!sending.Text.Contains("150 Go.", StringComparison.Ordinal) || !storing.Text.Contains("150 Go.", StringComparison.Ordinal))
            await Task.Delay(5, Stop);
        await clock.PassUntilAsync(Task.WhenAll(source.SaidAsync("ABOR"), target.SaidAsync("ABOR")), TimeSpan.FromMinutes(5));
        var result = await copying;

        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.Single(source.Said("ABOR"));
        Assert.Single(target.Said("ABOR"));
    }

    [Theory]
    [InlineData("XSHA256", "250 0000000000000000000000000000000000000000000000000000000000000000", FtpSiteRouteChoice.Automatic)]
    [InlineData("SIZE", "213 6", FtpSiteRouteChoice.Automatic)]
    [InlineData("XSHA256", "250 0000000000000000000000000000000000000000000000000000000000000000", FtpSiteRouteChoice.RelayOnly)]
    [InlineData("SIZE", "213 6", FtpSiteRouteChoice.RelayOnly)]
    public async Task Copy_that_is_not_what_was_sent_is_deleted_and_the_target_is_untouched(
        string verb, string reply, FtpSiteRouteChoice route)
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("SSCN", "XSHA256");
        target.Answers[verb] = reply;

        var error = await Assert.ThrowsAsync<FtpSiteCopyException>(
            () => CopyAsync(source, target, new FtpSiteCopyOptions { Route = route }));

        Assert.Equal(FtpSiteCopyFailure.NotProven, error.Failure);
        Assert.NotNull(error.Hint);
        var part = Assert.Single(target.Said("STOR"))["STOR ".Length..];
        Assert.Equal($"DELE {part}", Assert.Single(target.Said("DELE")));
        Assert.Empty(target.Said("RNFR", "RNTO"));
        Assert.Equal(route == FtpSiteRouteChoice.RelayOnly, target.Received is not null);
    }

    /// <summary>The time that a copy may take grows with the size, and timers have an end.</summary>
    [Theory]
    [InlineData("213 9000000000000")]
    [InlineData("213 9223372036854775807")]
    public async Task Any_size_that_a_server_states_can_be_copied_directly(string size)
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("SSCN", "XSHA256");
        source.Answers["SIZE"] = target.Answers["SIZE"] = size;

        var result = await CopyAsync(source, target, new FtpSiteCopyOptions { Route = FtpSiteRouteChoice.DirectOnly });

        Assert.Equal(FtpSiteRoute.Direct, result.Route);
    }

    [Fact]
    public async Task Only_direct_means_that_nothing_goes_through_this_machine()
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("XSHA256");

        var error = await Assert.ThrowsAsync<FtpSiteCopyException>(
            () => CopyAsync(source, target, new FtpSiteCopyOptions { Route = FtpSiteRouteChoice.DirectOnly }));

        Assert.Equal(FtpSiteCopyFailure.NoDirectRoute, error.Failure);
        Assert.Empty(source.Said("RETR"));
        Assert.Empty(target.Said("STOR", "DELE"));
    }

    [Fact]
    public async Task Unproven_copy_has_to_be_allowed()
    {
        await using var source = new SitePeer();
        await using var target = new SitePeer("SSCN");

        var result = await CopyAsync(source, target, new FtpSiteCopyOptions { AllowUnproven = true });

        Assert.Equal(FtpSiteRoute.Direct, result.Route);
        Assert.Null(result.Checksum);
        Assert.True(result.IsSizeCompared);
    }

    [Fact]
    public async Task Clear_text_session_is_no_part_of_a_direct_copy()
    {
        await using var source = new SitePeer("XSHA256");
        await using var target = new SitePeer("SSCN", "XSHA256");
        await using var clear = Sealift.TestKit.ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SIZE"] = "213 7";
            session.Answers["FEAT"] = "211-Features:\n XSHA256\n211 End";
            await session.SendAsync("220 Scripted.");
            if (await session.AnswerUntilAnyAsync("RETR", "QUIT") is not null and not "QUIT")
            {
                await session.SendAsync("150 Here it comes.");
                using (var data = await session.Data.AcceptAsync(tls: false)) await data.SendAllAsync("content"u8.ToArray());
                await session.SendAsync("226 Done.");
                await session.AnswerToTheEndAsync();
            }
        });
        await using var from = new FtpClientPool(clear.Options() with { Mode = FtpTlsMode.PlaintextUnsafe });
        await using var to = target.Pool();

        var result = await new FtpSiteCopy(from, to).CopyAsync(RemoteFile, Target, cancellationToken: Stop);

        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.Empty(target.Said("SSCN", "PASV"));
    }

    [Fact]
    public async Task Cancelled_direct_copy_leaves_nothing_behind()
    {
        await using var source = new SitePeer("XSHA256") { DirectFinal = "" };
        await using var target = new SitePeer("SSCN", "XSHA256") { DirectFinal = "" };
        using var stop = new CancellationTokenSource();
        var copying = CopyAsync(source, target, cancellationToken: stop.Token);
        await source.SaidAsync("RETR");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);

        var part = Assert.Single(target.Said("STOR"))["STOR ".Length..];
        Assert.Contains($"DELE {part}", target.Commands);
        Assert.Empty(target.Said("RNFR"));
    }

    [Fact]
    public async Task Server_that_can_copies_the_file_itself()
    {
        await using var server = new SitePeer("SITE COPY", "XSHA256");
        server.Answers["SITE"] = "350 To?\n";
        await using var pool = server.Pool();

        // The scripted answer is the same for both: the second is refused, and the bytes take the other way.
        var result = await new FtpSiteCopy(pool, pool).CopyAsync(RemoteFile, Target, cancellationToken: Stop);

        Assert.Equal("SITE CPFR file", server.Said("SITE")[0]);
        Assert.StartsWith("SITE CPTO dir/.", server.Said("SITE")[1], StringComparison.Ordinal);
        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.Equal("content"u8.ToArray(), server.Received);
        await Assert.ThrowsAsync<ArgumentException>(() => new FtpSiteCopy(pool, pool).CopyAsync(RemoteFile, RemoteFile, cancellationToken: Stop));
    }

    private static async Task<FtpSiteCopyResult> CopyAsync(
        SitePeer source, SitePeer target, FtpSiteCopyOptions? options = null, CancellationToken? cancellationToken = null)
    {
        await using var from = source.Pool();
        await using var to = target.Pool();
        return await new FtpSiteCopy(from, to, options).CopyAsync(RemoteFile, Target, cancellationToken: cancellationToken ?? Stop);
    }
}
