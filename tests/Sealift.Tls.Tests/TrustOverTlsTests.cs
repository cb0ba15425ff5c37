using Microsoft.Extensions.Time.Testing;
using Sealift.TestKit;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests;

[Trait("Threat", "T5")]
public sealed class TrustOverTlsTests : IDisposable
{
    private readonly TestCertificates _ca = new();
    private readonly TempDirectory _folder = new();

    private TrustStore Store => new(_folder.Combine("known_hosts"));

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_self_signed_server_is_refused_with_the_command_that_trusts_it(
        TlsBackend client, TlsBackend server, TlsVersion version)
    {
        var issued = _ca.Issue(new TestCertificateOptions { SelfSigned = true });
        using var pair = Create(client, server, version, issued, new TrustPolicy());

        var (atClient, _) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atClient?.Failure);
        Assert.Contains("self-signed", atClient!.Message, StringComparison.Ordinal);
        Assert.EndsWith($"sealift trust add localhost:21 --pin {SpkiPin.Of(issued.Certificate)}", atClient.Hint, StringComparison.Ordinal);
        Assert.Equal(issued.Certificate.Thumbprint, atClient.Certificate?.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task An_expired_server_is_refused(TlsBackend client, TlsBackend server)
    {
        using var pair = Create(client, server, TlsVersion.Tls12, _ca.IssueExpired(), new TrustPolicy { Roots = TlsPair.RootsOf(_ca) });

        var (atClient, _) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atClient?.Failure);
        Assert.Contains("expired on", atClient!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task A_server_of_another_name_is_refused_and_its_names_are_told(TlsBackend client, TlsBackend server)
    {
        using var pair = Create(
            client, server, TlsVersion.Tls12, _ca.IssueServer("ftp.example.org"), new TrustPolicy { Roots = TlsPair.RootsOf(_ca) });

        var (atClient, _) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atClient?.Failure);
        Assert.Contains("it is not for \"localhost\" but for ftp.example.org", atClient!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_pinned_server_needs_no_chain(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        var issued = _ca.Issue(new TestCertificateOptions { SelfSigned = true, Names = ["elsewhere"] });
        using var pair = Create(client, server, version, issued, new TrustPolicy { Pins = [SpkiPin.Of(issued.Certificate)] });

        await using var streams = await pair.ConnectAsync();

        Assert.Equal(issued.Certificate.Thumbprint, streams.Client.Info.PeerCertificate?.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task A_server_trusted_on_first_use_is_known_the_second_time_and_stopped_when_it_changes(
        TlsBackend client, TlsBackend server)
    {
        var asked = 0;
        var trust = new TrustPolicy
        {
            Roots = [],
            Store = Store,
            Ask = (_, _, _) =>
            {
                asked++;
                return ValueTask.FromResult(true);
            },
        };
        using var first = Create(client, server, TlsVersion.Tls12, _ca.IssueServer(), trust);
        using var second = Create(client, server, TlsVersion.Tls12, _ca.IssueServer(), trust);

        await using var once = await first.ConnectAsync();
        await using var again = await first.ConnectAsync();
        var (changed, _) = await second.FailAsync();

        Assert.Equal(1, asked);
        Assert.Equal(TlsFailure.CertificateChanged, changed?.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task Damaged_known_hosts_stop_the_connection(TlsBackend client, TlsBackend server)
    {
        _folder.Write("known_hosts", "sealift-known-hosts 1\nlocalhost:21 sha256//broken\n"u8);
        using var pair = Create(
            client, server, TlsVersion.Tls12, _ca.IssueServer(), new TrustPolicy { Roots = TlsPair.RootsOf(_ca), Store = Store });

        var (atClient, _) = await pair.FailAsync();

        Assert.Equal(TlsFailure.TrustStoreUnusable, atClient?.Failure);
        Assert.Contains("line 2", atClient!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_data_connection_with_another_key_is_refused_though_its_chain_is_good(
        TlsBackend client, TlsBackend server, TlsVersion version)
    {
        var trust = new TrustPolicy { Roots = TlsPair.RootsOf(_ca) };
        using var pair = Create(client, server, version, _ca.IssueServer(), trust);
        using var other = TlsPair.CreateServer(_ca, server, o => o with { MinVersion = version, MaxVersion = version });
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();
        var sockets = await SocketPair.ConnectAsync();

        var accepting = other.AcceptAsync(sockets.Server).AsTask();
        var failure = await Assert.ThrowsAsync<TlsException>(
            () => pair.Client.ConnectAsync(sockets.Client, control.Client.Session).AsTask());

        Assert.Equal(TlsFailure.CertificateChanged, failure.Failure);
        Assert.NotNull(failure.Certificate);
        await EndAsync(accepting);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_data_connection_with_another_certificate_of_the_same_key_is_refused_and_both_are_named(
        TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        using var first = Renewed(key, "first");
        using var second = Renewed(key, "second");
        var trust = new TrustPolicy { Pins = [key.Pin] };
        using var pair = TlsPair.Create(
            _ca, client, server,
            o => o with { MinVersion = version, MaxVersion = version, Trust = trust },
            o => o with { MinVersion = version, MaxVersion = version, Certificate = first });
        using var other = TlsPair.CreateServer(_ca, server, o => o with { MinVersion = version, MaxVersion = version, Certificate = second });
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();
        var sockets = await SocketPair.ConnectAsync();

        var accepting = other.AcceptAsync(sockets.Server).AsTask();
        var failure = await Assert.ThrowsAsync<TlsException>(
            () => pair.Client.ConnectAsync(sockets.Client, control.Client.Session).AsTask());

        Assert.Equal(TlsFailure.CertificateChanged, failure.Failure);
        Assert.Contains("CN=first", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CN=second", failure.Message, StringComparison.Ordinal);
        await EndAsync(accepting);
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls12)]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls13)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls12)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls13)]
    public async Task A_data_connection_that_does_not_resume_and_presents_the_same_certificate_is_accepted(TlsBackend client, TlsVersion version)
    {
        // Two servers of SslStream in one process share their tickets; two of libssl do not.
        Backends.RequireOpenSsl();
        const TlsBackend server = TlsBackend.OpenSsl;
        var issued = _ca.IssueServer();
        var judged = 0;
        var trust = new TrustPolicy
        {
            Roots = [],
            Ask = (_, _, _) =>
            {
                judged++;
                return ValueTask.FromResult(true);
            },
        };
        using var pair = Create(client, server, version, issued, trust);
        using var other = TlsPair.CreateServer(
            _ca, server, o => o with { MinVersion = version, MaxVersion = version, Certificate = TlsCertificate.From(issued.Certificate) });
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();
        var sockets = await SocketPair.ConnectAsync();

        var accepting = other.AcceptAsync(sockets.Server).AsTask();
        await using var data = new StreamPair(await pair.Client.ConnectAsync(sockets.Client, control.Client.Session), await accepting);
        await data.SettleAsync();

        Assert.False(data.Client.Info.Resumed);
        Assert.Equal(issued.Certificate.Thumbprint, data.Client.Info.PeerCertificate?.Thumbprint);
        Assert.Equal(1, judged);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task The_decision_takes_its_time_without_the_handshake_timing_out(TlsBackend client, TlsBackend server)
    {
        var clock = new FakeTimeProvider(); // time passes while the user thinks, and at no other moment
        var trust = new TrustPolicy
        {
            Roots = [],
            Ask = async (_, _, token) =>
            {
                clock.Advance(TimeSpan.FromHours(1));
                await Task.Delay(1, token); // a handshake whose time was over would end this wait
                return true;
            },
        };
        using var pair = TlsPair.Create(
            _ca, client, server, o => o with { Trust = trust, HandshakeTimeout = TimeSpan.FromSeconds(2), TimeProvider = clock });

        await using var streams = await pair.ConnectAsync();

        await streams.SettleAsync();
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task Insecure_trust_connects_and_says_what_it_overlooked(TlsBackend client, TlsBackend server)
    {
        var warnings = new List<TrustDecision>();
        var trust = new InsecureTrust((_, judgement) => warnings.Add(judgement));
        using var pair = Create(client, server, TlsVersion.Tls12, _ca.IssueExpired("elsewhere"), trust);

        await using var streams = await pair.ConnectAsync();

        var warning = Assert.Single(warnings);
        Assert.False(warning.IsTrusted);
        Assert.Contains("expired on", warning.Reason, StringComparison.Ordinal);
        Assert.Contains("elsewhere", warning.Reason, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _ca.Dispose();
        _folder.Dispose();
    }

    private static TlsCertificate Renewed(CertificateKey key, string name) => CertificateMaker.SelfSigned(
        new CertificateTemplate { Subject = CertificateTemplate.CommonName(name), Purposes = CertificatePurposes.Server }, key, TimeProvider.System);

    private static async Task EndAsync(Task<TlsStream> handshake)
    {
        try
        {
            await (await handshake).DisposeAsync();
        }
        catch (TlsException e)
        {
            // The refusal may reach the server before or after its handshake is over.
            Assert.Contains(e.Failure, new[] { TlsFailure.PeerAlert, TlsFailure.ConnectionLost });
        }
    }

    private TlsPair Create(TlsBackend client, TlsBackend server, TlsVersion version, TestCertificate issued, ServerTrust trust) => TlsPair.Create(
        _ca,
        client,
        server,
        o => o with { MinVersion = version, MaxVersion = version, Trust = trust },
        o => o with { MinVersion = version, MaxVersion = version, Certificate = TlsCertificate.From(issued.Certificate) });
}
