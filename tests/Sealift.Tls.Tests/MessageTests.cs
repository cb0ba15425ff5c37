using Sealift.TestKit;

namespace Sealift.Tls.Tests;

public sealed class MessageTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task The_hellos_and_the_end_are_seen_with_their_facts(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        var atClient = new List<TlsMessage>();
        var atServer = new List<TlsMessage>();
        using var pair = TlsPair.Create(
            _ca,
            client,
            server,
            o => o with { MinVersion = version, MaxVersion = version, ApplicationProtocols = ["ftp"] },
            o => o with { MinVersion = version, MaxVersion = version });

        await using var streams = await pair.ConnectAsync(
            null, new TlsStreamOptions { OnMessage = atClient.Add }, new TlsStreamOptions { OnMessage = atServer.Add });
        await streams.ShutdownAsync();

        var hello = Assert.Single(atClient.OfType<TlsClientHello>());
        Assert.True(hello.Sent);
        Assert.Equal("localhost", hello.ServerName, ignoreCase: true);
        Assert.Equal(["ftp"], hello.ApplicationProtocols);
        Assert.False(hello.OffersResumption);
        Assert.False(Assert.Single(atServer.OfType<TlsClientHello>()).Sent);

        var answer = Assert.Single(atClient.OfType<TlsServerHello>());
        Assert.False(answer.Sent);
        Assert.Equal((ushort)version, answer.Version);
        Assert.False(answer.AcceptsResumption);
        Assert.Equal(version == TlsVersion.Tls13, answer.Group != 0);

        var closings = atClient.OfType<TlsAlert>().Where(alert => alert.Description == "close_notify").ToList();
        Assert.Equal([true, false], closings.Select(alert => alert.Sent).OrderDescending());
        Assert.DoesNotContain(closings, alert => alert.IsFatal);
        Assert.Null(streams.Client.Info.AlertSent);
        Assert.Null(streams.Client.Info.AlertReceived);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task A_resumed_handshake_shows_the_offer(TlsBackend client, TlsBackend server)
    {
        var seen = new List<TlsMessage>();
        using var pair = TlsPair.Create(
            _ca, client, server, o => o with { MinVersion = TlsVersion.Tls13 }, o => o with { MinVersion = TlsVersion.Tls13 });
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();

        await using var data = await pair.ConnectAsync(control, new TlsStreamOptions { OnMessage = seen.Add });

        Assert.True(Assert.Single(seen.OfType<TlsClientHello>()).OffersResumption);
        Assert.True(Assert.Single(seen.OfType<TlsServerHello>()).AcceptsResumption);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task Tls12_shows_every_message_in_clear(TlsBackend client, TlsBackend server)
    {
        var seen = new List<TlsMessage>();
        using var pair = TlsPair.Create(
            _ca, client, server, o => o with { MaxVersion = TlsVersion.Tls12 }, o => o with { MaxVersion = TlsVersion.Tls12 });

        await using var streams = await pair.ConnectAsync(clientOptions: new TlsStreamOptions { OnMessage = seen.Add });

        var names = seen.Where(message => message is not TlsAlert).Select(message => message.Name).Distinct().ToList();
        foreach (var name in new[]
        {
            "ClientHello", "ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone", "ClientKeyExchange", "NewSessionTicket",
        })
        {
            Assert.Contains(name, names);
        }
    }

    public void Dispose() => _ca.Dispose();
}
