using System.Text;
using CsCheck;
using Sealift.Client.Data;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Text mode (TYPE A): line ends both ways, and what does not go together with it.</summary>
[Trait("Fault", "F17")]
public sealed class AsciiTests
{
    private static readonly FtpTransferOptions Ascii = new() { Type = FtpTransferType.Ascii };

    // Rich in the two characters that matter.
    private static readonly Gen<byte[]> Lines = Gen.Int[0, 4].Select(static i => "\r\nab\n"u8[i]).Array[0, 200];

    [Theory]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("one\rtwo\r\r\n", "one\rtwo\r\n")]
    [InlineData("one\ntwo", "one\ntwo")]
    [InlineData("\r", "\r")]
    [InlineData("\r\n", "\n")]
    [InlineData("", "")]
    public async Task Line_ends_of_a_download_become_those_of_this_system_wherever_the_blocks_are_cut(string wire, string text)
    {
        Assert.SkipUnless(Environment.NewLine == "\n", "the lines of this system end in CR LF");
        for (var cut = 1; cut <= wire.Length + 1; cut++)
        {
            Assert.Equal(text, await ReadAsync(wire, cut, 4096));
            Assert.Equal(text, await ReadAsync(wire, cut, 1));
        }
    }

    [Theory]
    [InlineData("one\ntwo\n", "one\r\ntwo\r\n")]
    [InlineData("one\r\ntwo\n", "one\r\ntwo\r\n")]
    [InlineData("one\rtwo", "one\rtwo")]
    [InlineData("\n\n", "\r\n\r\n")]
    [InlineData("\r\r\n", "\r\r\n")]
    [InlineData("", "")]
    public async Task Line_ends_of_an_upload_become_crlf_and_those_that_are_stay_single(string text, string wire)
    {
        for (var cut = 1; cut <= text.Length + 1; cut++) Assert.Equal(wire, await WriteAsync(text, cut));
    }

    [Fact]
    public async Task Text_with_this_systems_line_ends_comes_back_as_it_was_sent()
    {
        await (from bytes in Lines from cut in Gen.Int[1, 50] from size in Gen.Int[1, 50] select (bytes, cut, size)).SampleAsync(async sample =>
        {
            // A CR before a LF is part of a line end on the wire, so it would not come back.
            var text = Encoding.ASCII.GetString(sample.bytes);
            while (text.Contains("\r\n", StringComparison.Ordinal)) text = text.Replace("\r\n", "\n");
            var wire = await WriteAsync(text, sample.cut);
            return await ReadAsync(wire, sample.cut, sample.size) == text && !HasBareLineFeed(wire);
        }, iter: 500);
    }

    [Fact]
    public async Task Type_is_switched_only_when_another_is_needed_and_sizes_are_asked_in_binary()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SIZE"] = "213 5";
            await session.BeginExplicitAsync();
            foreach (var content in new[] { "a\r\nb\r\n", "c\r\n", "d\r\n", "e\r\n" })
            {
                await session.AnswerUntilAsync("RETR");
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync(content);
                await session.SendAsync("226 All of it.");
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("a\nb\n", await GetAsync(client, Ascii));
        Assert.Equal("c\n", await GetAsync(client, Ascii));
        Assert.Equal("d\r\n", await GetAsync(client, new FtpTransferOptions()));
        await client.GetSizeAsync(RemoteFile, Stop);
        Assert.Equal("e\n", await GetAsync(client, Ascii));
        await client.GetSizeAsync(RemoteFile, Stop);

        await client.QuitAsync(Stop);
        await peer.Completion;
        var commands = peer.Sessions[0].CommandsInTls.Where(command => command.Split(' ')[0] is "TYPE" or "RETR" or "SIZE");
        Assert.Equal(
            ["TYPE I", "TYPE A", "RETR file", "RETR file", "TYPE I", "RETR file", "SIZE file", "TYPE A", "RETR file", "TYPE I", "SIZE file"],
            commands);
    }

    [Fact]
    public async Task Text_is_never_resumed_or_appended_and_nothing_is_sent_for_it()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        foreach (var options in new[]
        {
            Ascii with { Offset = 1, Mode = FtpWriteMode.Resume }, Ascii with { Mode = FtpWriteMode.Append }, Ascii with { Mode = FtpWriteMode.Resume },
        })
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => client.OpenWriteAsync(RemoteFile, options, Stop));
            Assert.Contains("never resumed", error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ArgumentException>(() => client.OpenReadAsync(RemoteFile, Ascii with { Offset = 1 }, Stop));
        Assert.DoesNotContain("TYPE A", peer.Sessions[0].CommandsInTls);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Refused_type_is_an_error_and_no_transfer_in_another()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("TYPE");
            await session.SendAsync("200 Binary.");
            await session.AnswerUntilAsync("TYPE");
            await session.SendAsync("504 Binary only.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.OpenReadAsync(RemoteFile, Ascii, Stop));

        Assert.Equal("TYPE", error.Command.Verb);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("STRU", "R")]
    [InlineData("STRU", "P")]
    [InlineData("MODE", "B")]
    [InlineData("MODE", "C")]
    [InlineData("TYPE", "E")]
    [InlineData("TYPE", "L 36")]
    public async Task Form_that_nothing_here_can_read_is_not_asked_for(string verb, string value)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => client.ExecuteAsync(new Core.Wire.FtpCommand(verb, value), Stop));

        Assert.DoesNotContain($"{verb} {value}", peer.Sessions[0].CommandsInTls);
        await client.AssertUsableAsync();
    }

    private static bool HasBareLineFeed(string wire) =>
        wire.Select((c, i) => c == '\n' && (i == 0 || wire[i - 1] != '\r')).Any(static isBare => isBare);

    private static async Task<string> GetAsync(FtpClient client, FtpTransferOptions options)
    {
        using var target = new MemoryStream();
        await client.DownloadAsync(RemoteFile, target, options, Stop);
        return Encoding.ASCII.GetString(target.ToArray());
    }

    private static async Task<string> ReadAsync(string wire, int cut, int size)
    {
        using var source = new AsciiReadStream(new CutStream(new MemoryStream(Encoding.ASCII.GetBytes(wire)), cut));
        using var text = new MemoryStream();
        var buffer = new byte[size];
        int count;
        while ((count = await source.ReadAsync(buffer, Stop)) > 0) text.Write(buffer, 0, count);
        return Encoding.ASCII.GetString(text.ToArray());
    }

    private static async Task<string> WriteAsync(string text, int cut)
    {
        using var wire = new MemoryStream();
        using var sink = new AsciiSink(new ConnectionSink(wire));
        foreach (var piece in Encoding.ASCII.GetBytes(text).Chunk(cut)) await sink.WriteAsync(piece, Stop);
        await sink.FinishAsync(Stop);
        return Encoding.ASCII.GetString(wire.ToArray());
    }
}
