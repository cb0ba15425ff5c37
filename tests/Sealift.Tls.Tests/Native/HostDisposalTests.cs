using Sealift.TestKit;

namespace Sealift.Tls.Tests.Native;

/// <summary>A server with certificates of hosts that is disposed of while a handshake is under way.</summary>
public sealed class HostDisposalTests
{
    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_client_that_names_a_host_then_meets_the_old_certificate_or_an_error_and_the_process_lives(TlsBackend backend)
    {
        using var ca = new TestCertificates();
        using var client = TlsPair.CreateClient(ca, backend);
        var server = TlsPair.CreateServer(ca, backend, options => options with
        {
            HostCertificates = new Dictionary<string, TlsCertificate>(StringComparer.OrdinalIgnoreCase) { ["localhost"] = TlsCertificate.From(ca.IssueServer("localhost").Certificate) },
        });
        using var sockets = await SocketPair.ConnectAsync();
        var accepting = server.AcceptAsync(sockets.Server).AsTask();

        server.Dispose(); // the ClientHello has not come yet
        var connecting = client.ConnectAsync(sockets.Client).AsTask();

        if (backend == TlsBackend.Platform)
        {
            await using var streams = new StreamPair(await connecting, await accepting);
            await streams.SettleAsync();
            return;
        }

        Assert.Equal(TlsFailure.Handshake, (await Assert.ThrowsAsync<TlsException>(() => accepting)).Failure);
        Assert.IsType<ObjectDisposedException>((await Assert.ThrowsAsync<TlsException>(() => accepting)).InnerException);
        await Assert.ThrowsAsync<TlsException>(() => connecting);
    }
}
