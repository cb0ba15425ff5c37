using Sealift.TestKit;

namespace Sealift.Tls.Tests;

[Trait("Threat", "T10")]
[Trait("Threat", "T18")]
[Trait("Fault", "F23")]
public sealed class ResumptionTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Data_connections_resume_the_control_connection_time_after_time(
        TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();
        Assert.True(control.Client.Session.CanResume);

        for (var i = 0; i < 10; i++)
        {
            await using var data = await pair.ConnectAsync(control);
            Assert.True(data.Client.Info.Resumed, $"data connection {i}: {data.Client.Info}");
            Assert.Equal(CanProve(server, version), data.Server.Info.Resumed);
            Assert.False(data.Server.Info.OfferedForeignSession);
            Assert.Equal(control.Client.Info.PeerCertificate, data.Client.Info.PeerCertificate);
            Assert.Equal((true, true), await data.ShutdownAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task A_session_is_resumed_by_ip_address_except_on_the_platform(TlsBackend client, TlsBackend server)
    {
        using var pair = TlsPair.Create(_ca, client, server, o => o with { TargetHost = "127.0.0.1" });
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();

        await using var data = await pair.ConnectAsync(control);

        // A limit of SslStream, written in docs/tls.md.
        Assert.Equal(client == TlsBackend.OpenSsl, data.Client.Info.Resumed);
        Assert.Equal(client == TlsBackend.OpenSsl, data.Server.Info.Resumed);
        Assert.Equal(client == TlsBackend.OpenSsl, control.Client.Session.CanResume);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_session_of_another_control_connection_does_not_count(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var mine = await pair.ConnectAsync();
        await using var theirs = await pair.ConnectAsync();
        await mine.SettleAsync();
        await theirs.SettleAsync();

        await using var stolen = await pair.ConnectAsync(new StreamPair(mine.Client, theirs.Server));

        Assert.False(stolen.Server.Info.Resumed);
        Assert.Equal(CanProve(server, version), stolen.Server.Info.OfferedForeignSession);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Parallel_control_connections_to_one_host_keep_their_sessions_apart(
        TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var shared = Create(client, server, version);
        var controls = new List<(TlsPair Pair, StreamPair Streams)>();
        for (var i = 0; i < 8; i++)
        {
            var pair = Create(client, server, version);
            controls.Add((pair, await pair.ConnectAsync()));
        }

        foreach (var (_, streams) in controls) await streams.SettleAsync();
        foreach (var (pair, streams) in controls)
        {
            await using var data = await pair.ConnectAsync(streams);
            Assert.True(data.Client.Info.Resumed);
            Assert.Equal(CanProve(server, version), data.Server.Info.Resumed);
        }

        foreach (var (pair, streams) in controls)
        {
            await streams.DisposeAsync();
            pair.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Forty_connections_in_a_row_resume_from_one_ticket(TlsBackend client)
    {
        Backends.RequireOpenSsl();
        using var pair = Create(client, TlsBackend.OpenSsl, TlsVersion.Tls13);
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();
        RogueServer.SendNoMoreTickets(pair.Server);

        for (var i = 0; i < 40; i++)
        {
            await using var data = await pair.ConnectAsync(control);
            Assert.True(data.Server.Info.Resumed, $"data connection {i} was not resumed");
            await data.ShutdownAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_forgotten_session_is_not_offered(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();

        control.Client.Session.Dispose();

        Assert.False(control.Client.Session.CanResume);
        await using var data = await pair.ConnectAsync(control);
        Assert.False(data.Client.Info.Resumed);
        Assert.False(data.Server.Info.Resumed);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_new_control_connection_starts_from_nothing(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var first = await pair.ConnectAsync();
        await first.SettleAsync();

        await using var second = await pair.ConnectAsync();

        Assert.False(second.Client.Info.Resumed);
        Assert.False(second.Server.Info.Resumed);
    }

    public void Dispose() => _ca.Dispose();

    // Under TLS 1.3 SslStream shows no ticket, so a server on it proves nothing and says so: docs/tls.md.
    private static bool CanProve(TlsBackend server, TlsVersion version) =>
        server == TlsBackend.OpenSsl || version == TlsVersion.Tls12;

    private TlsPair Create(TlsBackend client, TlsBackend server, TlsVersion version) => TlsPair.Create(
        _ca,
        client,
        server,
        o => o with { MinVersion = version, MaxVersion = version },
        o => o with { MinVersion = version, MaxVersion = version });
}
