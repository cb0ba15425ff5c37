using System.Diagnostics.CodeAnalysis;
using Sealift.TestKit;

namespace Sealift.Tls.Tests;

/// <summary>What a program that knows only <see cref="Stream"/> meets.</summary>
public sealed class StreamMemberTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    [SuppressMessage("Performance", "CA1835", Justification = "These are the members in question.")]
    public async Task A_stream_is_read_and_written_through_the_older_members_too(TlsBackend backend)
    {
        using var pair = TlsPair.Create(_ca, backend, backend);
        await using var streams = await pair.ConnectAsync();
        Stream client = streams.Client;
        Stream server = streams.Server;
        var buffer = new byte[6];

        await client.WriteAsync(new byte[] { 9, 1, 2, 3, 9 }, 1, 3, TestContext.Current.CancellationToken);
        await client.FlushAsync(TestContext.Current.CancellationToken);
        for (var count = 0; count < 3;) count += await server.ReadAsync(buffer, 2 + count, 3 - count, TestContext.Current.CancellationToken);

        Assert.Equal([0, 0, 1, 2, 3, 0], buffer);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Nothing_blocks_a_thread_and_nothing_seeks(TlsBackend backend)
    {
        using var pair = TlsPair.Create(_ca, backend, backend);
        await using var streams = await pair.ConnectAsync();
        Stream stream = streams.Client;

        Assert.True(stream is { CanRead: true, CanWrite: true, CanSeek: false });
        Assert.Contains("async", Assert.Throws<NotSupportedException>(() => stream.Read(new byte[1], 0, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => stream.Write(new byte[1], 0, 1));
        Assert.Throws<NotSupportedException>(stream.Flush);
        Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(1));
        Assert.Throws<NotSupportedException>(() => stream.Length);
        Assert.Throws<NotSupportedException>(() => stream.Position);
        Assert.Throws<NotSupportedException>(() => stream.Position = 1);
        await streams.SettleAsync(); // none of that did it any harm
    }

    public void Dispose() => _ca.Dispose();
}
