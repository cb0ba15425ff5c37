using Microsoft.Extensions.Time.Testing;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests.Trust;

[Trait("Threat", "T5")]
public sealed class TrustPolicyTests : IDisposable
{
    private readonly TestCertificates _ca = new();
    private readonly TempDirectory _folder = new();

    private TrustStore Store => new(_folder.Combine("known_hosts"));

    [Fact]
    public async Task A_good_chain_and_name_are_trusted_with_a_reason()
    {
        var decision = await new TrustPolicy { Roots = TlsPair.RootsOf(_ca) }.DecideAsync(Identity(_ca.IssueServer()), default);

        Assert.True(decision.IsTrusted, decision.Reason);
        Assert.Equal("chains to a given root (CN=Sealift test CA) and names localhost", decision.Reason);
    }

    [Fact]
    public async Task The_test_authority_is_no_system_root()
    {
        var decision = await new TrustPolicy().DecideAsync(Identity(_ca.IssueServer()), default);

        Assert.False(decision.IsTrusted);
        Assert.Equal(TlsFailure.NotTrusted, decision.Failure);
        Assert.Contains("its issuer \"CN=Sealift test CA\" is unknown", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_certificate_may_be_given_as_root()
    {
        var issued = _ca.Issue(new TestCertificateOptions { SelfSigned = true });

        var decision = await new TrustPolicy { Roots = [issued.Certificate] }.DecideAsync(Identity(issued), default);

        Assert.True(decision.IsTrusted, decision.Reason);
    }

    [Fact]
    public async Task Dates_are_judged_by_the_given_clock()
    {
        var issued = _ca.IssueServer();
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2000-01-01T00:00:00Z"));
        var policy = new TrustPolicy { Roots = TlsPair.RootsOf(_ca), TimeProvider = clock };

        var early = await policy.DecideAsync(Identity(issued), default);
        clock.SetUtcNow(new DateTimeOffset(issued.Certificate.NotAfter).AddMinutes(1));
        var late = await policy.DecideAsync(Identity(issued), default);

        Assert.Contains("is not valid before", early.Reason, StringComparison.Ordinal);
        Assert.Contains("(it is 2000-01-01 00:00 here)", early.Reason, StringComparison.Ordinal);
        Assert.Contains("expired on", late.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_not_good_for_a_server()
    {
        var issued = _ca.Issue(new TestCertificateOptions { ForClient = true });

        var decision = await new TrustPolicy { Roots = TlsPair.RootsOf(_ca) }.DecideAsync(Identity(issued), default);

        Assert.False(decision.IsTrusted);
        Assert.Contains("not meant for TLS servers", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var issued = _ca.IssueExpired("elsewhere.example");

        var decision = await new TrustPolicy { Roots = [] }.DecideAsync(Identity(issued), default);

        Assert.Contains("expired on", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("is unknown", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("it is not for \"localhost\" but for elsewhere.example", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_command_that_would_trust()
    {
        var issued = _ca.IssueServer();

        var decision = await new TrustPolicy { Roots = [] }.DecideAsync(Identity(issued, "::1", 990), default);

        Assert.EndsWith($": sealift trust add [::1]:990 --pin {SpkiPin.Of(issued.Certificate)}", decision.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_trusts_without_chain_and_name_and_refuses_a_good_chain_of_another_key()
    {
        var pinned = _ca.Issue(new TestCertificateOptions { SelfSigned = true, Names = ["elsewhere"] });
        var other = _ca.IssueServer();
        var policy = new TrustPolicy { Roots = TlsPair.RootsOf(_ca), Pins = [SpkiPin.Of(pinned.Certificate)] };

        Assert.True((await policy.DecideAsync(Identity(pinned), default)).IsTrusted);
        var refusal = await policy.DecideAsync(Identity(other), default);

        Assert.False(refusal.IsTrusted);
        Assert.Contains(SpkiPin.Of(pinned.Certificate).ToString(), refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(SpkiPin.Of(other.Certificate).ToString(), refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_host_needs_no_chain()
    {
        var issued = _ca.Issue(new TestCertificateOptions { SelfSigned = true });
        await Store.AddAsync(KnownHost.From("localhost", 21, issued.Certificate, DateTimeOffset.Parse("2026-01-02T03:04:05Z")));

        var decision = await new TrustPolicy { Store = Store }.DecideAsync(Identity(issued), default);

        Assert.Equal((true, "is a known host since 2026-01-02"), (decision.IsTrusted, decision.Reason));
    }

    [Fact]
    public async Task A_changed_key_is_a_hard_stop_that_nobody_is_asked_about()
    {
        var old = _ca.IssueServer();
        var now = _ca.IssueServer();
        await Store.AddAsync(KnownHost.From("localhost", 21, old.Certificate, DateTimeOffset.Parse("2026-01-02T03:04:05Z")));
        var policy = new TrustPolicy
        {
            Roots = TlsPair.RootsOf(_ca),
            Store = Store,
            Ask = (_, _, _) => throw new InvalidOperationException("asked"),
        };

        var decision = await policy.DecideAsync(Identity(now), default);

        Assert.False(decision.IsTrusted);
        Assert.Equal(TlsFailure.CertificateChanged, decision.Failure);
        var lines = decision.Reason.Split('\n');
        Assert.Contains($"  pin     {SpkiPin.Of(old.Certificate)}", lines);
        Assert.Contains($"  pin     {SpkiPin.Of(now.Certificate)}", lines);
        Assert.Equal(SpkiPin.Of(old.Certificate), decision.Known?.Pin);
        Assert.Contains(lines, line => line.Contains("trusted", StringComparison.Ordinal) && line.Contains("2026-01-02", StringComparison.Ordinal));
        Assert.Contains("sealift trust rm localhost:21", decision.Hint, StringComparison.Ordinal);
        Assert.Equal(SpkiPin.Of(old.Certificate), (await Store.FindAsync("localhost", 21))?.Pin);
    }

    [Fact]
    public async Task Yes_is_remembered_and_no_is_the_refusal()
    {
        var issued = _ca.IssueServer();
        var answers = new Queue<bool>([false, true]);
        var policy = new TrustPolicy { Roots = [], Store = Store, Ask = (_, _, _) => ValueTask.FromResult(answers.Dequeue()) };

        var no = await policy.DecideAsync(Identity(issued), default);
        var yes = await policy.DecideAsync(Identity(issued), default);
        var known = await policy.DecideAsync(Identity(issued), default);

        Assert.False(no.IsTrusted);
        Assert.Contains("is unknown", no.Reason, StringComparison.Ordinal);
        Assert.True(yes.IsTrusted);
        Assert.StartsWith("is a known host since", known.Reason, StringComparison.Ordinal);
        Assert.Empty(answers);
    }

    [Fact]
    public async Task Parallel_connections_ask_once()
    {
        var issued = _ca.IssueServer();
        var asked = 0;
        var policy = new TrustPolicy
        {
            Roots = [],
            Store = Store,
            Ask = async (_, _, _) =>
            {
                Interlocked.Increment(ref asked);
                await Task.Yield();
                return true;
            },
        };

        var decisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => policy.DecideAsync(Identity(issued), default).AsTask()));

        Assert.All(decisions, decision => Assert.True(decision.IsTrusted));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Insecure_trust_warns_each_time_and_accepts_even_with_unusable_known_hosts()
    {
        _folder.Write("known_hosts", "nonsense\n"u8);
        var warnings = new List<TrustDecision>();
        var trust = new InsecureTrust((_, judgement) => warnings.Add(judgement), new TrustPolicy { Store = Store });
        var identity = Identity(_ca.IssueServer());

        Assert.True((await trust.DecideAsync(identity, default)).IsTrusted);
        Assert.True((await trust.DecideAsync(identity, default)).IsTrusted);

        Assert.Equal([TlsFailure.TrustStoreUnusable, TlsFailure.TrustStoreUnusable], warnings.Select(warning => warning.Failure));
    }

    [Fact]
    public async Task A_name_with_control_characters_does_not_reach_the_message()
    {
        var issued = _ca.Issue(new TestCertificateOptions { Names = [], CommonName = "evil\u001b]0;x\u0007\u202e" });

        var decision = await new TrustPolicy { Roots = [] }.DecideAsync(Identity(issued), default);

        Assert.DoesNotContain(decision.Reason, c => char.IsControl(c) || c == '\u202e');
    }

    public void Dispose()
    {
        _ca.Dispose();
        _folder.Dispose();
    }

    private static ServerIdentity Identity(TestCertificate issued, string host = "localhost", int port = 21) =>
        new(host, port, issued.Certificate, []);
}
