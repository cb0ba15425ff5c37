using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>What a program that knows only <see cref="Stream"/> meets in a download, in each of its forms.</summary>
public sealed class StreamMemberTests
{
    public static TheoryData<string> Forms => ["plain", "text", "compressed", "store"];

    [Theory]
    [MemberData(nameof(Forms))]
    [SuppressMessage("Performance", "CA1835", Justification = "This is the member in question.")]
    public async Task A_download_is_read_through_the_older_member_too(string form)
    {
        await using var peer = ScriptedFtpPeer.Start(session => ServeAsync(session, form));
        await using var client = await peer.ConnectAsync(options => Shape(options, form));
        await using (var stream = await OpenAsync(client, form))
        {
            var buffer = new byte[9];
            for (var count = 0; count < 7;) count += await stream.ReadAsync(buffer, 1 + count, 7 - count, Stop);

            Assert.Equal("\0content\0", Encoding.ASCII.GetString(buffer));
            Assert.Equal(0, await stream.ReadAsync(buffer, Stop));
        }

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Nothing_blocks_a_thread_seeks_or_writes(string form)
    {
        await using var peer = ScriptedFtpPeer.Start(session => ServeAsync(session, form));
        await using var client = await peer.ConnectAsync(options => Shape(options, form));
        await using (var stream = await OpenAsync(client, form))
        {
            Assert.True(stream is { CanRead: true, CanWrite: false, CanSeek: false });
            Assert.Throws<NotSupportedException>(() => stream.Read(new byte[1], 0, 1));
            Assert.Throws<NotSupportedException>(() => stream.Write([1], 0, 1));
            Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
            Assert.Throws<NotSupportedException>(() => stream.Length);
            Assert.Throws<NotSupportedException>(() => stream.Position);
            Assert.Throws<NotSupportedException>(() => stream.Position = 0);
            stream.Flush(); // there is nothing to flush, and programs do it all the same

            using var content = new MemoryStream();
            await stream.CopyToAsync(content, Stop);
            Assert.Equal("content"u8.ToArray(), content.ToArray());
        }

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task A_stream_of_a_store_that_is_disposed_of_without_waiting_gives_its_place_in_the_pool_back()
    {
        await using var server = new Pooling.LimitedPeer(serve: async session =>
        {
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using var data = await session.Data.AcceptAsync();
            await data.Stream.WriteAsync("con"u8.ToArray(), Stop);
            await data.Stream.FlushAsync(Stop);
            await session.AnswerToTheEndAsync();
        })
        { ClientsMayGo = true };
        await using var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 1 });
        await using var store = new FtpFileStore(pool, leaveOpen: true);
        var stream = await store.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[3], Stop);

        Dispose(stream);

        // The session was in the middle of a file: it is dead, and another one takes its place.
        await using var lease = await pool.RentAsync(Stop).AsTask().WaitAsync(HangGuard, Stop);
        await lease.Client.PingAsync(Stop);
        Assert.Equal(2, server.Peer.Sessions.Count);
    }

    private static async Task ServeAsync(ScriptedSession session, string form)
    {
        await session.BeginUntilAsync("RETR");
        await session.SendAsync("150 Here it comes.");
        using (var data = await session.Data.AcceptAsync()) await data.SendAllAsync(form == "compressed" ? Compress("content"u8) : "content"u8.ToArray());
        await session.SendAsync("226 Done.");
        await session.AnswerToTheEndAsync();
    }

    private static byte[] Compress(ReadOnlySpan<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest)) zlib.Write(content);
        return compressed.ToArray();
    }

    private static void Dispose(Stream stream) => stream.Dispose();

    private static FtpClientOptions Shape(FtpClientOptions options, string form) =>
        form == "compressed" ? options with { Compression = FtpCompression.Always } : options;

    private static async Task<Stream> OpenAsync(FtpClient client, string form) => form switch
    {
        "store" => await new FtpFileStore(client).OpenReadAsync(RemoteFile, cancellationToken: Stop),
        "text" => await client.OpenReadAsync(RemoteFile, new FtpTransferOptions { Type = FtpTransferType.Ascii }, Stop),
        _ => await client.OpenReadAsync(RemoteFile, cancellationToken: Stop),
    };
}
