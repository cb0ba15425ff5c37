using System.Security.Cryptography;
using System.Text;
using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Servers that compute checksums, each in its own way, and some that answer with something else.</summary>
public sealed class ChecksumTests
{
    private const string Content = "0123456789";

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public async Task Strongest_algorithm_is_selected_once_and_its_hash_returned()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-1*;SHA-256;MD5");
            await AnswerUntilAsync(session, "OPTS HASH SHA-256", "200 SHA-256");
            await session.ExpectAsync("HASH file", $"213 SHA-256 0-9 {Sha256(Content)} file");
            await session.ExpectAsync("HASH other", $"213 SHA-256 0-0 {Sha256("")} other");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var first = await client.HashAsync(RemoteFile, cancellationToken: Stop);
        var second = await client.HashAsync(FtpPath.Parse("other"), cancellationToken: Stop);

        Assert.Equal([FtpHashAlgorithm.Sha256, FtpHashAlgorithm.Sha1, FtpHashAlgorithm.Md5], client.Features.HashAlgorithms);
        Assert.Equal((FtpHashAlgorithm.Sha256, Sha256(Content)), (first!.Algorithm, first.ToString()));
        Assert.Equal(Sha256(""), second!.ToString());
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Algorithm_that_is_in_force_already_is_not_selected_again()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-1;SHA-256*");
            Assert.Equal("HASH file", await session.AnswerUntilAsync("HASH"));
            await session.SendAsync($"213 SHA-256 0-9 {Sha256(Content)} file");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal(Sha256(Content), (await client.HashAsync(RemoteFile, cancellationToken: Stop))!.ToString());
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, command => command.StartsWith("OPTS HASH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_without_a_command_for_it_gives_none_and_is_not_asked()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Null(await client.HashAsync(RemoteFile, cancellationToken: Stop));
        Assert.Empty(client.Features.HashAlgorithms);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Algorithm_that_the_server_lacks_gives_none()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "XCRC\n XMD5");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Null(await client.HashAsync(RemoteFile, algorithm: FtpHashAlgorithm.Sha256, cancellationToken: Stop));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Command_that_is_listed_and_not_there_gives_way_to_the_next_and_is_not_tried_again()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "XSHA256\n XCRC");
            await AnswerUntilAsync(session, "XSHA256 file", "502 Not really.");
            await session.ExpectAsync("XCRC file", "250 0xA684C7C6");
            await session.ExpectAsync("XCRC file", "250 a684c7c6");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("a684c7c6", (await client.HashAsync(RemoteFile, cancellationToken: Stop))!.ToString());
        Assert.Equal("a684c7c6", (await client.HashAsync(RemoteFile, cancellationToken: Stop))!.ToString());
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Name_with_blanks_is_quoted_where_a_range_may_follow_it()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "XMD5\n MD5");
            await AnswerUntilAsync(session, "XMD5 \"two words\"", "502 Not really.");
            await session.ExpectAsync("MD5 two words", "251 two words 781E5E245D69B566979B86E28D23F2C7");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var checksum = await client.HashAsync(FtpPath.Parse("two words"), cancellationToken: Stop);

        Assert.Equal("781e5e245d69b566979b86e28d23f2c7", checksum!.ToString());
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Absent_file_is_a_refusal_and_not_a_missing_command()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-256*\n XCRC");
            await AnswerUntilAsync(session, "HASH file", "550 No such file.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.HashAsync(RemoteFile, cancellationToken: Stop));

        Assert.Equal(550, error.Reply.Code);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("213 MD5 0-9 781e5e245d69b566979b86e28d23f2c7 file")]
    [InlineData("213 SHA-256 0-9 84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882 another")]
    [InlineData("213 SHA-256 5-9 84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882 file")]
    [InlineData("213 SHA-256 0-9 84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f78 file")]
    [InlineData("213 Here you are.")]
    public async Task Hash_of_something_else_is_not_taken_for_the_files(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-256*\n XCRC");
            await AnswerUntilAsync(session, "HASH file", reply);
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.HashAsync(RemoteFile, cancellationToken: Stop));

        Assert.Contains("no checksum", error.Hint, StringComparison.Ordinal);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Range_is_sent_with_both_its_ends_and_taken_back_afterwards()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-256*\n RANG STREAM");
            await AnswerUntilAsync(session, "RANG 2 4", "350 From 2 to 4.");
            await session.ExpectAsync("HASH file", $"213 SHA-256 2-4 {Sha256("234")} file");
            await session.ExpectAsync("RANG 1 0", "350 No range.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var checksum = await client.HashAsync(RemoteFile, new FtpByteRange(2, 3), cancellationToken: Stop);

        Assert.Equal(await LocalAsync(new FtpByteRange(2, 3), FtpHashAlgorithm.Sha256), checksum);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Range_that_is_ignored_and_not_taken_back_ends_the_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-256*\n RANG STREAM");
            await AnswerUntilAsync(session, "RANG 2 4", "350 From 2 to 4.");
            await session.ExpectAsync("HASH file", $"213 SHA-256 0-9 {Sha256(Content)} file");
            await session.ExpectAsync("RANG 1 0", "501 What?");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await Assert.ThrowsAsync<FtpProtocolException>(
            () => client.HashAsync(RemoteFile, new FtpByteRange(2, 3), cancellationToken: Stop));

        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Range_that_waits_at_the_server_when_the_question_fails_ends_the_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-256*\n RANG STREAM");
            await AnswerUntilAsync(session, "RANG 2 4", "350 From 2 to 4.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(o => o with { TextEncoding = Sealift.Core.Wire.FtpTextEncoding.Find("iso-8859-1")! });

        await Assert.ThrowsAsync<FtpEncodingException>(
            () => client.HashAsync(FtpPath.Parse("\u65e5\u672c"), new FtpByteRange(2, 3), cancellationToken: Stop));

        await client.AssertDeadAsync();
    }

    /// <summary>The end of "XSHA256 name start end" is the last byte for one server and the one behind it for another.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_of_a_range_is_counted_as_the_server_counts_it(bool countsEndIn)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "XSHA256");
            await AnswerRangesAsync(session, (start, end) => Content[start..Math.Min(Content.Length, countsEndIn ? end + 1 : end)]);
        });
        await using var client = await peer.ConnectAsync();

        foreach (var range in new[] { new FtpByteRange(2, 3), new FtpByteRange(0, 10), new FtpByteRange(7, 1), new FtpByteRange(4, 2) })
        {
            var checksum = await client.HashAsync(RemoteFile, range, cancellationToken: Stop);
            Assert.Equal(await LocalAsync(range, FtpHashAlgorithm.Sha256), checksum);
        }

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public async Task Server_that_ignores_the_range_does_not_pass_off_the_whole_file_as_a_part(int length)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "XSHA256");
            await AnswerRangesAsync(session, static (_, _) => Content);
        });
        await using var client = await peer.ConnectAsync();

        Assert.Null(await client.HashAsync(RemoteFile, new FtpByteRange(2, length), cancellationToken: Stop));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("501 What range?", "")]
    [InlineData("350 A range.", "504 Not with a range.")]
    public async Task Range_that_the_server_does_not_know_is_not_asked_for_again(string rang, string hash)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-256*\n RANG STREAM");
            await AnswerUntilAsync(session, "RANG 2 4", rang);
            if (hash.Length > 0)
            {
                await session.ExpectAsync("HASH file", hash);
                await session.ExpectAsync("RANG 1 0", "350 No range.");
            }

            await session.ExpectAsync("HASH file", $"213 SHA-256 0-9 {Sha256(Content)} file");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Null(await client.HashAsync(RemoteFile, new FtpByteRange(2, 3), cancellationToken: Stop));
        Assert.Null(await client.HashAsync(RemoteFile, new FtpByteRange(2, 3), cancellationToken: Stop));
        Assert.Equal(Sha256(Content), (await client.HashAsync(RemoteFile, cancellationToken: Stop))!.ToString());
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("HASH SHA-256*\n RANG STREAM", "RANG 2 4", "")]
    [InlineData("HASH SHA-256*\n RANG STREAM", "RANG 2 4", "HASH file")]
    [InlineData("XSHA256", "XSHA256 file 2 2", "XSHA256 file 2 5")]
    public async Task Refusal_of_a_range_that_is_about_the_file_is_told(string features, string first, string second)
    {
        const string Refusal = "550 No such file.";
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, features);
            await AnswerUntilAsync(session, first, second == "HASH file" ? "350 A range." : Refusal);
            if (second.Length > 0) await session.ExpectAsync(second, Refusal);
            if (second == "HASH file") await session.ExpectAsync("RANG 1 0", "350 No range.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var failure = await Record.ExceptionAsync(() => client.HashAsync(RemoteFile, new FtpByteRange(2, 3), cancellationToken: Stop));

        Assert.Equal(550, Assert.IsType<FtpReplyException>(failure).Reply.Code);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Algorithm_that_cannot_be_selected_gives_way_to_the_next_and_is_not_tried_again()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-1*;SHA-256\n XCRC");
            await AnswerUntilAsync(session, "OPTS HASH SHA-256", "501 Not really.");
            await session.ExpectAsync("HASH file", $"213 SHA-1 0-9 87acec17cd9dcd20a716cc2cf67417b71c8a7016 file");
            await session.ExpectAsync("HASH file", $"213 SHA-1 0-9 87acec17cd9dcd20a716cc2cf67417b71c8a7016 file");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal(FtpHashAlgorithm.Sha1, (await client.HashAsync(RemoteFile, cancellationToken: Stop))!.Algorithm);
        Assert.Equal(FtpHashAlgorithm.Sha1, (await client.HashAsync(RemoteFile, cancellationToken: Stop))!.Algorithm);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Server_that_announces_its_work_has_the_time_of_a_transfers_end_for_it_and_no_more()
    {
        var clock = new TestClock();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, "HASH SHA-256*");
            await AnswerUntilAsync(session, "HASH file", $"150 This takes a while.\r\n213 SHA-256 0-9 {Sha256(Content)} file");
            await session.ExpectAsync("HASH file", "150 This takes even longer.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = clock, CompletionTimeout = TimeSpan.FromHours(3) });
        Assert.Equal(Sha256(Content), (await client.HashAsync(RemoteFile, cancellationToken: Stop))!.ToString());

        var asking = client.HashAsync(RemoteFile, cancellationToken: Stop);
        await clock.EndAsync(TimeSpan.FromHours(3));

        var failure = await Assert.ThrowsAsync<FtpConnectionException>(() => asking.WaitAsync(HangGuard, Stop));
        Assert.Equal(FtpConnectionFailure.Timeout, failure.Failure);
        Assert.Contains("HASH", failure.Message, StringComparison.Ordinal);
        await client.AssertDeadAsync();
    }

    private static async Task BeginAsync(ScriptedSession session, string features)
    {
        await session.BeginExplicitAsync();
        session.Answers["FEAT"] = $"211-Features:\n {features}\n EPSV\n SIZE\n211 End";
    }

    // OPTS comes twice: UTF8 with the login, HASH later.
    private static async Task AnswerUntilAsync(ScriptedSession session, string command, string reply)
    {
        var verb = command.Split(' ')[0];
        var line = await session.AnswerUntilAsync(verb);
        if (line == "OPTS UTF8 ON" && line != command)
        {
            await session.SendAsync("200 Always.");
            line = await session.AnswerUntilAsync(verb);
        }

        Assert.Equal(command, line);
        await session.SendAsync(reply);
    }

    private static async Task AnswerRangesAsync(ScriptedSession session, Func<int, int, string> part)
    {
        var line = await session.AnswerUntilAsync("XSHA256");
        while (line.StartsWith("XSHA256 file ", StringComparison.Ordinal))
        {
            var words = line.Split(' ');
            var (start, end) = (int.Parse(words[2]), int.Parse(words[3]));
            await session.SendAsync($"250 {Sha256(part(start, end))}");
            line = await session.ReadLineAsync() ?? "";
        }

        Assert.Equal("NOOP", line);
        await session.SendAsync("200 Here.");
        await session.AnswerToTheEndAsync();
    }

    private static async Task<FtpChecksum> LocalAsync(FtpByteRange range, FtpHashAlgorithm algorithm)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(Content), writable: false);
        return await FtpChecksum.ComputeAsync(content, algorithm, range, Stop);
    }
}
