using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Tls.Tests;

/// <summary>Against a peer that is not ours.</summary>
[Trait("Threat", "T8")]
public sealed class OpenSslToolTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_client_talks_to_openssl_s_server_and_closes_in_order(TlsBackend backend)
    {
        foreach (var version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            var issued = _ca.IssueServer();
            await using var tool = OpenSslTool.Start(
                "s_server", "-accept", "0", "-naccept", "1", "-rev", "-cert", issued.CertificateFile, "-key", issued.KeyFile,
                version == TlsVersion.Tls12 ? "-tls1_2" : "-tls1_3", "-alpn", "ftp");
            var place = await tool.ReadLineAsync("ACCEPT");
            var port = int.Parse(place[(place.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
            using var client = TlsPair.CreateClient(_ca, backend, o => o with { MinVersion = version, ApplicationProtocols = ["ftp"] });
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port);

            await using var stream = await client.ConnectAsync(socket);
            await stream.WriteAsync("sealift\n"u8.ToArray());
            await stream.FlushAsync(default);
            var answer = new byte[8];
            await stream.ReadExactlyAsync(answer);

            Assert.Equal("tfilaes\n", Encoding.ASCII.GetString(answer));
            Assert.Equal(version, stream.Info.Version);
            Assert.Equal("ftp", stream.Info.ApplicationProtocol);
            Assert.True(await stream.ShutdownAsync(TimeSpan.FromSeconds(60)));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Openssl_s_client_talks_to_a_server_and_trusts_it(TlsBackend backend)
    {
        foreach (var version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            using var server = TlsPair.CreateServer(_ca, backend, o => o with { MinVersion = version, ApplicationProtocols = ["ftp"] });
            using var listener = Listen(out var port);
            await using var tool = StartClient(port, version == TlsVersion.Tls12 ? "-tls1_2" : "-tls1_3", "-alpn", "ftp");

            await using var stream = await server.AcceptAsync(await listener.AcceptAsync());
            await tool.Input.WriteAsync("sealift\n");
            await tool.Input.FlushAsync();
            var request = new byte[8];
            await stream.ReadExactlyAsync(request);
            await stream.WriteAsync("answer\n"u8.ToArray());
            await stream.FlushAsync(default);
            await tool.ReadLineAsync("answer");
            var shutdown = stream.ShutdownAsync(TimeSpan.FromSeconds(60)).AsTask();
            var output = await tool.FinishAsync();

            Assert.Equal("sealift\n", Encoding.ASCII.GetString(request));
            Assert.Equal(version, stream.Info.Version);
            Assert.Equal("localhost", stream.Info.ServerName);
            Assert.Equal("ftp", stream.Info.ApplicationProtocol);
            Assert.True(await shutdown);
            Assert.DoesNotContain("error", output, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task T8_client_that_knows_tls11_only_is_refused(TlsBackend backend)
    {
        using var server = TlsPair.CreateServer(_ca, backend);
        using var listener = Listen(out var port);
        await using var tool = StartClient(port, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");

        var accepted = await listener.AcceptAsync();
        var failure = await Assert.ThrowsAsync<TlsException>(() => server.AcceptAsync(accepted).AsTask());

        Assert.Equal(TlsFailure.NothingInCommon, failure.Failure);
        Assert.Contains("protocol version", await tool.FinishAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task T8_client_that_wants_to_renegotiate_loses_the_connection(TlsBackend backend)
    {
        using var server = TlsPair.CreateServer(_ca, backend, o => o with { MaxVersion = TlsVersion.Tls12 });
        using var listener = Listen(out var port);
        await using var tool = OpenSslTool.Start("s_client", "-connect", $"127.0.0.1:{port}", "-CAfile", _ca.AuthorityFile, "-tls1_2");
        await using var stream = await server.AcceptAsync(await listener.AcceptAsync());

        // s_client takes a line "R" for the wish to renegotiate (RFC 5246 section 7.4.1.1).
        await tool.Input.WriteAsync("R\n");
        await tool.Input.FlushAsync();
        var failure = await Assert.ThrowsAsync<TlsException>(() => ReadUntilEndAsync(stream));

        // libssl says no and s_client leaves with an alert; SslStream ends the connection itself.
        Assert.Contains(failure.Failure, new[] { TlsFailure.PeerAlert, TlsFailure.BadRecord });
    }

    public void Dispose() => _ca.Dispose();

    private static async Task ReadUntilEndAsync(TlsStream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await stream.CopyToAsync(Stream.Null, limit.Token);
    }

    private static Socket Listen(out int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        return listener;
    }

    private OpenSslTool StartClient(int port, params string[] arguments) => OpenSslTool.Start(
        [
            "s_client", "-connect", $"127.0.0.1:{port}", "-servername", "localhost", "-CAfile", _ca.AuthorityFile,
            "-verify_return_error", "-verify_hostname", "localhost", "-quiet", "-no_ign_eof", .. arguments,
        ]);
}
