using System.Net.Sockets;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Tls.Tests.Native;

/// <summary>A failed write of the platform's backend looks for the peer's reason in what it said, and leaves that to the reader, from its first byte on.</summary>
public sealed class LastWordsTests
{
    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_write_that_fails_takes_nothing_from_the_reader(TlsBackend server)
    {
        using var ca = new TestCertificates();
        using var pair = TlsPair.Create(ca, TlsBackend.Platform, server);
        var (one, other) = LocalPair.Create();
        var accepting = pair.Server.AcceptAsync(other).AsTask();
        await using var streams = new StreamPair(await pair.Client.ConnectAsync(one), await accepting);
        await streams.Server.WriteAsync(Encoding.ASCII.GetBytes("421 Goodbye."), TestContext.Current.CancellationToken);
        await streams.Server.FlushAsync(TestContext.Current.CancellationToken);
        streams.Server.Socket.Shutdown(SocketShutdown.Receive); // what is sent to it from now on fails at once

        await Assert.ThrowsAsync<TlsException>(async () =>
        {
            await streams.Client.WriteAsync(new byte[100]);
            await streams.Client.FlushAsync(default);
        });

        var words = new byte[12];
        await streams.Client.ReadExactlyAsync(words, TestContext.Current.CancellationToken);
        Assert.Equal("421 Goodbye.", Encoding.ASCII.GetString(words));
    }
}
