using System.Security.Cryptography.X509Certificates;
using static System.FormattableString;

namespace Sealift.Tls.Trust;

/// <summary>Whether servers' certificates were taken back, by lists that the user has. Nothing is fetched from the network.</summary>
/// <param name="Lists">The lists. Several may be of the same issuer; one that is signed, complete and not outdated is enough.</param>
public sealed record RevocationCheck(IReadOnlyList<RevocationList> Lists)
{
    /// <summary>
    /// Whether a certificate passes for whose issuer there is no list at all. Default false: each certificate of the chain, the
    /// root excepted, must be covered.
    /// </summary>
    public bool AcceptsMissingLists { get; init; }

    /// <summary>Why a chain is refused; null if nothing in it was taken back.</summary>
    /// <param name="chain">The chain, leaf first, each signed by the next, the root last.</param>
    /// <param name="now">The time.</param>
    internal RevocationFault? FindFault(IReadOnlyList<X509Certificate2> chain, DateTimeOffset now)
    {
        for (var i = 0; i < chain.Count - 1; i++)
        {
            var who = i == 0 ? "it" : $"\"{PlainText.From(chain[i].Subject)}\" in its chain";
            if (FindFault(chain[i], chain[i + 1], who, now) is { } fault) return fault;
        }

        return null;
    }

    /// <summary>
    /// When a certificate that is trusted by its key alone was taken back, in words; null if no list says so. There is no chain then that
    /// could prove a list, and none is needed: a list that the user gave can only refuse here.
    /// </summary>
    internal RevocationFault? FindListed(X509Certificate2 certificate)
    {
        var listed = Lists
            .Where(list => list.IsOf(certificate.IssuerName))
            .Select(list => list.FindRevocation(certificate))
            .FirstOrDefault(text => text is not null);
        return listed is null ? null : new($"it was {listed} by its issuer \"{PlainText.From(certificate.Issuer)}\"", IsListed: true);
    }

    private RevocationFault? FindFault(X509Certificate2 certificate, X509Certificate2 issuer, string who, DateTimeOffset now)
    {
        var name = PlainText.From(issuer.Subject);
        var lists = Lists.Where(list => list.IsOf(certificate.IssuerName) && list.Covers(certificate)).ToList();
        if (lists.Count == 0) return AcceptsMissingLists ? null : Unproven($"no revocation list of \"{name}\" was given, and {who} is signed by it");

        var signed = lists.Where(list => list.IsSignedBy(issuer)).ToList();
        if (signed.Count == 0) return Unproven($"the revocation list of \"{name}\" is not signed by it, or with an algorithm that is too weak");

        // Being listed counts even when the list is old.
        foreach (var list in signed)
        {
            if (list.FindRevocation(certificate) is { } revoked) return new($"{who} was {revoked} by its issuer \"{name}\"", IsListed: true);
        }

        return signed.Any(list => list.ThisUpdate <= now && list.NextUpdate >= now) ? null : Unproven(Outdated(signed, name, now));
    }

    private static RevocationFault Unproven(string text) => new(text, IsListed: false);

    private static string Outdated(List<RevocationList> lists, string name, DateTimeOffset now)
    {
        var newest = lists.MaxBy(list => list.ThisUpdate)!;
        if (newest.ThisUpdate > now) return Invariant($"the revocation list of \"{name}\" begins only on {newest.ThisUpdate.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return newest.NextUpdate is { } until
            ? Invariant($"the revocation list of \"{name}\" is outdated since {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : $"the revocation list of \"{name}\" does not say until when it is valid";
    }
}
