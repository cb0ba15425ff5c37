using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sealift.TestKit;

namespace Sealift.Tls.Tests;

/// <summary>What the doctor asks of a server: whether it goes into a second handshake that a client begins.</summary>
public sealed class RenegotiationTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCertificates _ca = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Openssl_s_server_goes_into_it_only_where_it_was_told_to(bool isAllowed)
    {
        Backends.RequireOpenSsl();
        var issued = _ca.IssueServer();
        string[] allowed = isAllowed ? ["-client_renegotiation"] : [];
        await using var tool = OpenSslTool.Start(
            ["s_server", "-accept", "0", "-naccept", "1", "-rev", "-cert", issued.CertificateFile, "-key", issued.KeyFile, "-tls1_2", .. allowed]);
        var place = await tool.ReadLineAsync("ACCEPT");
        using var client = TlsPair.CreateClient(_ca, TlsBackend.OpenSsl);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, int.Parse(place[(place.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        await using var stream = await client.ConnectAsync(socket);

        var answer = await stream.TryRenegotiateAsync(Patience, CancellationToken.None);

        Assert.Equal(isAllowed ? RenegotiationAnswer.Accepted : RenegotiationAnswer.Refused, answer);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Our_server_refuses_it(TlsBackend server)
    {
        using var pair = Create(TlsVersion.Tls12, server: server);
        await using var streams = await pair.ConnectAsync();
        var serving = Record.ExceptionAsync(() => streams.Server.ReadAsync(new byte[1]).AsTask());

        var asking = streams.Client.TryRenegotiateAsync(Patience, CancellationToken.None).AsTask();
        if (server == TlsBackend.Platform)
        {
            // SslStream ends the connection in its own name; its caller closes the socket.
            Assert.IsType<TlsException>(await serving);
            streams.Server.Dispose();
        }

        Assert.Equal(RenegotiationAnswer.Refused, await asking);
    }

    [Fact]
    public async Task A_server_that_says_nothing_has_ignored_it()
    {
        using var pair = Create(TlsVersion.Tls12);
        await using var streams = await pair.ConnectAsync();

        Assert.Equal(RenegotiationAnswer.Ignored, await streams.Client.TryRenegotiateAsync(TimeSpan.FromMilliseconds(200), CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_hangs_up_has_refused_it_whenever_it_does()
    {
        using var pair = Create(TlsVersion.Tls12);
        await using var before = await pair.ConnectAsync();
        before.Server.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        before.Server.Socket.Dispose();
        await using var meanwhile = await pair.ConnectAsync();

        Assert.Equal(RenegotiationAnswer.Refused, await before.Client.TryRenegotiateAsync(Patience, CancellationToken.None));
        var asking = meanwhile.Client.TryRenegotiateAsync(Patience, CancellationToken.None).AsTask();
        meanwhile.Server.Socket.Dispose();
        Assert.Equal(RenegotiationAnswer.Refused, await asking);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_heard()
    {
        using var pair = Create(TlsVersion.Tls12);
        await using var streams = await pair.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var asking = streams.Client.TryRenegotiateAsync(Patience, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls13)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls12)]
    public async Task It_is_not_tried_where_it_cannot_be(TlsBackend client, TlsVersion version)
    {
        using var pair = Create(version, client);
        await using var streams = await pair.ConnectAsync();

        Assert.Equal(RenegotiationAnswer.NotTried, await streams.Client.TryRenegotiateAsync(Patience, CancellationToken.None));
    }

    public void Dispose() => _ca.Dispose();

    private TlsPair Create(TlsVersion version, TlsBackend client = TlsBackend.OpenSsl, TlsBackend server = TlsBackend.OpenSsl)
    {
        Backends.RequireOpenSsl();
        return TlsPair.Create(
            _ca, client, server, o => o with { MinVersion = version, MaxVersion = version }, o => o with { MinVersion = version, MaxVersion = version });
    }
}
