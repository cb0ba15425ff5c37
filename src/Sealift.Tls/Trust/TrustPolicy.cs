using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using static System.FormattableString;

namespace Sealift.Tls.Trust;

/// <summary>
/// Trusts a server by pin, by known host, by certificate chain or by asking, in this order:
/// pins, when given, decide alone; a known host must present its known key, and a change is a hard stop that nobody is asked
/// about; any other server needs a chain to the roots with the right name and dates; and where that fails, the user is asked.
/// </summary>
/// <remarks>
/// Revocation is checked with the lists of <see cref="Revocation"/> and not at all without; nothing is fetched from the network.
/// </remarks>
public sealed class TrustPolicy : ServerTrust
{
    // A lock that is waited for without a thread, and needs no disposal: its one place is taken by who may ask.
    private readonly Channel<bool> _oneQuestion = Channel.CreateBounded<bool>(1);

    /// <summary>The roots that are trusted; null (the default) means the system's. A self-signed server certificate may be one.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The keys that are trusted. When there are any, nothing else is. Default: none.</summary>
    public IReadOnlyList<SpkiPin> Pins { get; init; } = [];

    /// <summary>The known hosts; null (the default) for none.</summary>
    public TrustStore? Store { get; init; }

    /// <summary>
    /// Asks the user about a server that would be refused, with the refusal; true trusts it, and where there is a
    /// <see cref="Store"/>, from then on. Parallel connections ask one after the other. Default null: nobody is asked.
    /// </summary>
    public Func<ServerIdentity, TrustDecision, CancellationToken, ValueTask<bool>>? Ask { get; init; }

    /// <summary>
    /// The revocation lists to check; null (the default) for none. A certificate that was taken back is refused whatever else speaks
    /// for it, and nobody is asked. A server that is trusted by its chain needs valid lists for all of it; one that is
    /// trusted by its key (a pin, a known host, a yes) must only not be on a list of its issuer.
    /// </summary>
    public RevocationCheck? Revocation { get; init; }

    /// <summary>The clock that dates are judged by. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override async ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var key = SpkiPin.Of(identity.Certificate);
        if (Revocation?.FindListed(identity.Certificate) is { } listed) return Revoked(identity, listed);
        if (Pins.Count > 0) return ByPins(key);

        if (await ByKnownHostAsync(identity, key, cancellationToken).ConfigureAwait(false) is { } known) return known;

        var judged = ByChain(identity, key);
        return judged.IsTrusted || judged.Failure == TlsFailure.Revoked || Ask is null
            ? judged
            : await ByAskingAsync(Ask, identity, key, judged, cancellationToken).ConfigureAwait(false);
    }

    private TrustDecision ByPins(SpkiPin key) => Pins.Contains(key)
        ? TrustDecision.Trusted($"presents the pinned key {key}")
        : TrustDecision.Refused(
            $"Its key is {key}, and the pins allow only {string.Join(", ", Pins)}.",
            "If the server was given a new key, pin that one; if not, somebody is in between.");

    private async ValueTask<TrustDecision?> ByKnownHostAsync(
        ServerIdentity identity, SpkiPin key, CancellationToken cancellationToken)
    {
        if (Store is null) return null;
        var known = await Store.FindAsync(identity.Host, identity.Port, cancellationToken).ConfigureAwait(false);
        if (known is null) return null;
        if (known.Pin == key) return TrustDecision.Trusted(Invariant($"is a known host since {known.Added:yyyy-MM-dd}"));

        var presented = KnownHost.From(identity, TimeProvider.GetUtcNow());
        return new TrustDecision
        {
            IsTrusted = false,
            Failure = TlsFailure.CertificateChanged,
            Known = known,
            Reason = ChangeReport.Write(known, presented),
            Hint = "Somebody may be in between. Only if the server's operator confirms the new key: "
                + $"{TrustCommand.Remove(identity.Host, identity.Port)} and then {TrustCommand.Add(identity.Host, identity.Port, key)}",
        };
    }

    private TrustDecision ByChain(ServerIdentity identity, SpkiPin key)
    {
        var (faults, root, fault, revoked) = new CertificateChecks(Roots, TimeProvider).Server(identity, Revocation);
        if (revoked is not null) return Revoked(identity, revoked);
        if (faults.Count == 0)
        {
            var kind = Roots is null ? "a system root" : "a given root";
            return TrustDecision.Trusted($"chains to {kind} ({root}) and names {PlainText.From(identity.Host)}");
        }

        return TrustDecision.Refused(
            $"The certificate \"{PlainText.From(identity.Certificate.Subject)}\" is not trusted: {string.Join("; ", faults)}.",
            $"If you know that this is the server's key: {TrustCommand.Add(identity.Host, identity.Port, key)}") with
        { Fault = fault };
    }

    private static TrustDecision Revoked(ServerIdentity identity, RevocationFault fault) => new()
    {
        IsTrusted = false,
        Failure = TlsFailure.Revoked,
        Fault = fault.IsListed ? CertificateFault.Revoked : CertificateFault.Other,
        Reason = $"The certificate \"{PlainText.From(identity.Certificate.Subject)}\" is not accepted: {fault.Text}.",
        Hint = fault.IsListed
            ? "Nobody may trust it any more. The server's operator must install a new certificate."
            : "Give the newest list of each authority in the chain (--crl); --crl-optional lets an authority without any list pass.",
    };

    private async ValueTask<TrustDecision> ByAskingAsync(
        Func<ServerIdentity, TrustDecision, CancellationToken, ValueTask<bool>> ask,
        ServerIdentity identity,
        SpkiPin key,
        TrustDecision refusal,
        CancellationToken cancellationToken)
    {
        await _oneQuestion.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        try
        {
            // A connection that waited here may have been answered by the one before it.
            if (await ByKnownHostAsync(identity, key, cancellationToken).ConfigureAwait(false) is { } known) return known;

            if (!await ask(identity, refusal, cancellationToken).ConfigureAwait(false)) return refusal;
            if (Store is null) return TrustDecision.Trusted("was trusted by the user for this connection");

            var added = await Store.AddAsync(KnownHost.From(identity, TimeProvider.GetUtcNow()), replace: false, cancellationToken)
                .ConfigureAwait(false);
            return added ? TrustDecision.Trusted($"was trusted by the user and is now a known host ({Store.Path})") : refusal;
        }
        finally
        {
            _oneQuestion.Reader.TryRead(out _);
        }
    }
}
