using System.IO.Compression;
using System.Text;
using CsCheck;
using Sealift.Client.Compression;
using Sealift.Client.Data;
using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>MODE Z (draft-preston-ftpext-deflate), with servers that have it, that have not, and that use it as a weapon.</summary>
[Trait("Threat", "T23")]
public sealed class CompressionTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("All work and no play. ", 20_000)));

    private static FtpClientOptions Compressing(FtpClientOptions options) => options with { Compression = FtpCompression.Always };

    [Fact]
    public async Task Download_is_unfolded_and_both_numbers_of_bytes_are_told()
    {
        var compressed = Compress(Text);
        await using var peer = ScriptedFtpPeer.Start(session => ServeAsync(session, "RETR", compressed));
        await using var client = await peer.ConnectAsync(Compressing);
        using var target = new MemoryStream();

        var result = await client.DownloadAsync(RemoteFile, target, cancellationToken: Stop);

        Assert.Equal(Text, target.ToArray());
        Assert.Equal((Text.Length, (long?)compressed.Length), (result.Bytes, result.CompressedBytes));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(400_000)]
    public async Task Upload_is_one_whole_zlib_stream(int size)
    {
        var content = Text[..size];
        byte[] received = [];
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                received = await data.ReceiveAsync();
                await data.CloseAsync();
            }

            await session.SendAsync("226 Stored.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(Compressing);

        var result = await client.PutAsync(content);

        Assert.Equal(content, Decompress(received));
        Assert.Equal((content.Length, (long?)received.Length), (result.Bytes, result.CompressedBytes));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Listing_is_compressed_too_and_the_mode_is_set_once_and_left_for_formats_that_do_not_get_smaller()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("MLSD");
            await SendAsync(session, Compress("type=file;size=1; a\r\n"u8.ToArray()));
            await session.AnswerUntilAsync("RETR");
            await SendAsync(session, Compress(Text));
            await session.AnswerUntilAsync("RETR");
            await SendAsync(session, [1, 2, 3]);
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { Compression = FtpCompression.WhenUseful });

        var entry = Assert.Single(await client.EntriesAsync());
        Assert.Equal(Text, await client.GetAsync());
        using var target = new MemoryStream();
        await client.DownloadAsync(FtpPath.Parse("photos/Cat.JPG"), target, cancellationToken: Stop);

        Assert.Equal("a", entry.Name);
        Assert.Equal([1, 2, 3], target.ToArray());
        await client.QuitAsync(Stop);
        await peer.Completion;
        Assert.Equal(["MODE Z", "MODE S"], peer.Sessions[0].CommandsInTls.Where(command => command.StartsWith("MODE", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("502 No such command.")]
    [InlineData("504 Only S.")]
    [InlineData("501 'MODE Z' unrecognized.")]
    public async Task Server_without_it_is_asked_once_and_everything_travels_as_it_is(string refusal)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["MODE"] = refusal;
            await session.BeginExplicitAsync();
            for (var i = 0; i < 2; i++)
            {
                await session.AnswerUntilAsync("RETR");
                await SendAsync(session, Text);
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(Compressing);
        using var target = new MemoryStream();

        var result = await client.DownloadAsync(RemoteFile, target, cancellationToken: Stop);
        Assert.Equal(Text, await client.GetAsync());

        Assert.Null(result.CompressedBytes);
        Assert.True(client.IsCompressionRefused);
        await client.QuitAsync(Stop);
        await peer.Completion;
        Assert.Equal(["MODE Z"], peer.Sessions[0].CommandsInTls.Where(command => command.StartsWith("MODE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Level_is_asked_for_in_the_same_flight_and_its_refusal_changes_nothing()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["OPTS"] = "501 No levels.";
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("RETR");
            await SendAsync(session, Compress(Text));
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => Compressing(options) with { CompressionLevel = 9 });

        Assert.Equal(Text, await client.GetAsync());

        Assert.Contains("OPTS MODE Z LEVEL 9", peer.Sessions[0].CommandsInTls);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Offset_counts_bytes_of_the_file()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SIZE"] = $"213 {Text.Length}";
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("RETR");
            await SendAsync(session, Compress(Text[100_000..]));
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(Compressing);
        using var target = new MemoryStream();

        var result = await client.DownloadAsync(RemoteFile, target, 100_000, cancellationToken: Stop);

        Assert.Equal(Text[100_000..], target.ToArray());
        Assert.True(result.IsOffsetProven);
        Assert.Contains("REST 100000", peer.Sessions[0].CommandsInTls);
    }

    public static TheoryData<string, byte[]> Broken
    {
        get
        {
            var whole = Compress(Text[..5000]);
            return new TheoryData<string, byte[]>
            {
                { "nothing", [] },
                { "half", whole[..(whole.Length / 2)] },
                { "without its checksum", whole[..^4] },
                { "with half a checksum", whole[..^2] },
                { "with another checksum", [.. whole[..^1], (byte)(whole[^1] ^ 1)] },
                { "with a byte behind it", [.. whole, 0] },
                { "with another stream behind it", [.. whole, .. whole] },
                { "with a byte changed", [.. whole[..10], (byte)(whole[10] ^ 0xFF), .. whole[11..]] },
                { "of another kind", Text[..5000] },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Stream_that_is_not_whole_is_no_download_and_the_session_lives(string what, byte[] wire)
    {
        await using var peer = ScriptedFtpPeer.Start(session => ServeAsync(session, "RETR", wire));
        await using var client = await peer.ConnectAsync(Compressing);

        var error = await Assert.ThrowsAsync<FtpDataException>(() => client.GetAsync());

        Assert.True(error.Failure == FtpDataFailure.Damaged, what);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Bomb_is_broken_off_early_and_the_session_lives()
    {
        var bomb = Compress(new byte[256 << 20]);
        await using var peer = ScriptedFtpPeer.Start(session => ServeAsync(session, "RETR", bomb));
        await using var client = await peer.ConnectAsync(Compressing);
        using var target = new CountingStream();

        var error = await Assert.ThrowsAsync<FtpDataException>(
            () => client.DownloadAsync(RemoteFile, target, cancellationToken: Stop));

        Assert.Equal(FtpDataFailure.TooLarge, error.Failure);
        Assert.InRange(target.Count, 1 << 20, 16 << 20);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Bomb_in_a_listing_is_broken_off_as_well()
    {
        var line = "type=file;size=1; a\r\n"u8.ToArray();
        var bomb = Compress([.. Enumerable.Repeat(line, 100_000).SelectMany(static bytes => bytes)]);
        await using var peer = ScriptedFtpPeer.Start(session => ServeAsync(session, "MLSD", bomb));
        await using var client = await peer.ConnectAsync(options => Compressing(options) with
        {
            CompressionLimits = new FtpCompressionLimits { MaxBytes = 500_000 },
        });

        var error = await Assert.ThrowsAsync<FtpDataException>(() => client.EntriesAsync());

        Assert.Equal(FtpDataFailure.TooLarge, error.Failure);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Everything_that_is_folded_can_be_unfolded_however_it_is_cut()
    {
        await (from pieces in Gen.Byte[0, 3].Array[0, 3000].Array[0, 6] from level in Gen.Int[1, 9] from cut in Gen.Int[1, 500] select (pieces, level, cut))
            .SampleAsync(async sample =>
            {
                using var wire = new MemoryStream();
                using (var sink = new DeflateSink(new ConnectionSink(wire), sample.level))
                {
                    foreach (var piece in sample.pieces) await sink.WriteAsync(piece, Stop);
                    await sink.FinishAsync(Stop);
                }

                wire.Position = 0;
                using var source = new InflateStream(new CutStream(wire, sample.cut), new FtpCompressionLimits());
                using var content = new MemoryStream();
                await source.CopyToAsync(content, Stop);
                return content.ToArray().AsSpan().SequenceEqual(sample.pieces.SelectMany(static piece => piece).ToArray())
                    && source.CompressedCount == wire.Length;
            }, iter: 200);
    }

    private static async Task ServeAsync(ScriptedSession session, string verb, byte[] wire)
    {
        await session.BeginExplicitAsync();
        await session.AnswerUntilAsync(verb);
        await SendAsync(session, wire);
        await session.AnswerToTheEndAsync();
    }

    private static async Task SendAsync(ScriptedSession session, byte[] wire)
    {
        await session.SendAsync("150 Here it comes.");
        var reply = "226 All of it.";
        using (var data = await session.Data.AcceptAsync())
        {
            try
            {
                await data.SendAllAsync(wire);
            }
            catch (IOException)
            {
                reply = "426 You hung up.";
            }
        }

        await session.SendAsync(reply);
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(content);
        return compressed.ToArray();
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        zlib.CopyTo(content);
        Assert.NotEmpty(compressed);
        return content.ToArray();
    }

    /// <summary>A target that keeps nothing.</summary>
    private sealed class CountingStream : MemoryStream
    {
        public long Count { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
