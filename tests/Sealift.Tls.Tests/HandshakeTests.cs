using Sealift.TestKit;

namespace Sealift.Tls.Tests;

[Trait("Threat", "T7")]
[Trait("Threat", "T8")]
public sealed class HandshakeTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Both_sides_agree_on_what_was_negotiated(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = TlsPair.Create(
            _ca,
            client,
            server,
            o => o with { MinVersion = version, MaxVersion = version },
            o => o with { MinVersion = version, MaxVersion = version });

        await using var streams = await pair.ConnectAsync();

        var (connected, accepted) = (streams.Client, streams.Server);
        Assert.Equal(version, connected.Info.Version);
        Assert.Equal(version, accepted.Info.Version);
        Assert.Equal(connected.Info.CipherSuite, accepted.Info.CipherSuite);
        Assert.StartsWith("TLS_", connected.Info.CipherSuite, StringComparison.Ordinal);
        Assert.Contains(connected.Info.Group, new[] { "x25519", "secp256r1" });
        Assert.Equal(client, connected.Info.Backend);
        Assert.Equal("localhost", accepted.Info.ServerName, ignoreCase: true);
        Assert.Equal(connected.Info.ServerName, accepted.Info.ServerName);
        Assert.False(connected.Info.Resumed);
        Assert.False(accepted.Info.Resumed);
        Assert.NotNull(connected.Info.PeerCertificate);
        Assert.Null(accepted.Info.PeerCertificate);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task The_defaults_negotiate_the_newest_version_that_both_can_resume(TlsBackend client, TlsBackend server)
    {
        using var pair = TlsPair.Create(_ca, client, server);

        await using var streams = await pair.ConnectAsync();

        var bothOpenSsl = client == TlsBackend.OpenSsl && server == TlsBackend.OpenSsl;
        Assert.Equal(bothOpenSsl ? TlsVersion.Tls13 : TlsVersion.Tls12, streams.Client.Info.Version);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task No_version_in_common_fails_with_a_reason_on_both_sides(TlsBackend client, TlsBackend server)
    {
        using var pair = TlsPair.Create(
            _ca, client, server, o => o with { MaxVersion = TlsVersion.Tls12 }, o => o with { MinVersion = TlsVersion.Tls13 });

        var (atClient, atServer) = await pair.FailAsync();

        Assert.Equal(TlsFailure.PeerAlert, atClient?.Failure);
        Assert.Contains("protocol_version", atClient!.Message, StringComparison.Ordinal);
        Assert.Equal(TlsFailure.NothingInCommon, atServer?.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task An_ip_address_is_not_sent_as_server_name(TlsBackend client, TlsBackend server)
    {
        using var pair = TlsPair.Create(_ca, client, server, o => o with { TargetHost = "127.0.0.1" });

        await using var streams = await pair.ConnectAsync();

        Assert.Null(streams.Client.Info.ServerName);
        Assert.Null(streams.Server.Info.ServerName);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task Application_protocol_is_agreed(TlsBackend client, TlsBackend server)
    {
        using var pair = TlsPair.Create(
            _ca,
            client,
            server,
            o => o with { ApplicationProtocols = ["ftp-data", "ftp"] },
            o => o with { ApplicationProtocols = ["ftp"] });

        await using var streams = await pair.ConnectAsync();

        Assert.Equal("ftp", streams.Client.Info.ApplicationProtocol);
        Assert.Equal("ftp", streams.Server.Info.ApplicationProtocol);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task A_peer_without_application_protocols_is_accepted(TlsBackend client, TlsBackend server)
    {
        using var offering = TlsPair.Create(_ca, client, server, o => o with { ApplicationProtocols = ["ftp"] });
        using var serving = TlsPair.Create(_ca, client, server, asServer: o => o with { ApplicationProtocols = ["ftp"] });

        await using var first = await offering.ConnectAsync();
        await using var second = await serving.ConnectAsync();

        Assert.Null(first.Client.Info.ApplicationProtocol);
        Assert.Null(second.Server.Info.ApplicationProtocol);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_client_that_offers_only_other_protocols_gets_an_alert(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = TlsPair.Create(
            _ca,
            client,
            server,
            o => o with { ApplicationProtocols = ["h2", "http/1.1"], MinVersion = version },
            o => o with { ApplicationProtocols = ["ftp"], MinVersion = version });

        var (atClient, atServer) = await pair.FailAsync();

        Assert.Equal(TlsFailure.PeerAlert, atClient?.Failure);
        Assert.Contains("no_application_protocol", atClient!.Message, StringComparison.Ordinal);
        Assert.Equal(TlsFailure.ApplicationProtocol, atServer?.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_server_that_selects_a_protocol_nobody_offered_is_refused(TlsBackend client)
    {
        Backends.RequireOpenSsl();
        using var pair = TlsPair.Create(_ca, client, TlsBackend.OpenSsl, o => o with { ApplicationProtocols = ["ftp"] });
        RogueServer.SelectUnofferedProtocol(pair.Server);

        var (atClient, _) = await pair.FailAsync();

        // Later releases of libssl 3.0 refuse it themselves, as a bad extension.
        Assert.NotNull(atClient);
        Assert.Contains(atClient.Failure, new[] { TlsFailure.ApplicationProtocol, TlsFailure.Handshake });
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_silent_server_runs_into_the_time_limit(TlsBackend backend)
    {
        using var client = TlsPair.CreateClient(_ca, backend, o => o with { HandshakeTimeout = TimeSpan.FromMilliseconds(100) });
        using var sockets = await SocketPair.ConnectAsync();

        var failure = await Assert.ThrowsAsync<TlsException>(() => client.ConnectAsync(sockets.Client).AsTask());

        Assert.Equal(TlsFailure.Timeout, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_silent_client_runs_into_the_time_limit(TlsBackend backend)
    {
        using var server = TlsPair.CreateServer(_ca, backend, o => o with { HandshakeTimeout = TimeSpan.FromMilliseconds(100) });
        using var sockets = await SocketPair.ConnectAsync();

        var failure = await Assert.ThrowsAsync<TlsException>(() => server.AcceptAsync(sockets.Server).AsTask());

        Assert.Equal(TlsFailure.Timeout, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_server_that_speaks_no_tls_is_told_apart(TlsBackend backend)
    {
        using var client = TlsPair.CreateClient(_ca, backend);
        using var sockets = await SocketPair.ConnectAsync();
        await sockets.Server.SendAsync("220 Welcome to our server\r\n"u8.ToArray());

        var failure = await Assert.ThrowsAsync<TlsException>(() => client.ConnectAsync(sockets.Client).AsTask());

        Assert.Equal(TlsFailure.NotTls, failure.Failure);
        Assert.NotNull(failure.Hint);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_client_that_speaks_no_tls_is_told_apart(TlsBackend backend)
    {
        using var server = TlsPair.CreateServer(_ca, backend);
        using var sockets = await SocketPair.ConnectAsync();
        await sockets.Client.SendAsync("USER anonymous\r\n"u8.ToArray());

        var failure = await Assert.ThrowsAsync<TlsException>(() => server.AcceptAsync(sockets.Server).AsTask());

        Assert.Equal(TlsFailure.NotTls, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_peer_that_closes_during_the_handshake_is_a_lost_connection(TlsBackend backend)
    {
        using var client = TlsPair.CreateClient(_ca, backend);
        using var sockets = await SocketPair.ConnectAsync();
        sockets.Server.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        var failure = await Assert.ThrowsAsync<TlsException>(() => client.ConnectAsync(sockets.Client).AsTask());

        Assert.Equal(TlsFailure.ConnectionLost, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Cancelling_a_handshake_closes_the_socket(TlsBackend backend)
    {
        using var client = TlsPair.CreateClient(_ca, backend);
        using var sockets = await SocketPair.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var connecting = client.ConnectAsync(sockets.Client, cancellationToken: cancel.Token).AsTask();
        Assert.NotEqual(0, await sockets.Server.ReceiveAsync(new byte[1]));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Throws<ObjectDisposedException>(() => sockets.Client.Available);
    }

    public void Dispose() => _ca.Dispose();
}
