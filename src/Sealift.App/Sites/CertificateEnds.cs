using Sealift.App.Certificates;
using Sealift.Sites;
using Sealift.Tls;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.App.Sites;

/// <summary>When the certificates of sites end, as far as that is known without connecting. Read once, for one drawing of a list.</summary>
internal sealed class CertificateEnds
{
    private readonly Dictionary<(string Host, int Port), KnownEnd> _servers = [];
    private readonly SiteStore _store;

    private CertificateEnds(SiteStore store) => _store = store;

    /// <summary>Reads what was seen and what is trusted.</summary>
    /// <exception cref="SiteException">What was seen cannot be read.</exception>
    /// <exception cref="TlsException">The known servers cannot be read.</exception>
    public static async Task<CertificateEnds> ReadAsync(SiteStore store, CancellationToken cancellationToken)
    {
        var ends = new CertificateEnds(store);
        foreach (var known in await new TrustStore(TrustStore.DefaultPath).ListAsync(cancellationToken))
        {
            if (known.NotAfter is { } until) ends._servers[Place(known.Host, known.Port)] = new KnownEnd(known.NotBefore, until, $"as it was trusted on {Expiry.Date(known.Added)}");
        }

        // What was seen last is newer than what was trusted once.
        foreach (var seen in SeenCertificates.FindDefaultPath() is { } path ? new SeenCertificates(path).Read() : [])
            ends._servers[Place(seen.Host, seen.Port)] = new KnownEnd(seen.NotBefore, seen.NotAfter, $"seen on {Expiry.Date(seen.Seen)}");
        return ends;
    }

    /// <summary>The server's certificate; null where it was never seen.</summary>
    public KnownEnd? FindServer(Site site) => _servers.GetValueOrDefault(Place(site.Host, site.Port));

    /// <summary>The certificate that this side shows; null where the site names none, or it cannot be read without its passphrase.</summary>
    public KnownEnd? FindOwn(Site site)
    {
        if (site.Values.Find(KnownSettings.Certificate) is not { } file) return null;
        try
        {
            var read = CertificateFile.Read(_store.Resolve(file));
            var leaf = read.IsPfx && !read.IsEncrypted ? read.Open(null).FirstOrDefault(static certificate => certificate.HasPrivateKey) : read.Certificates is [var first, ..] ? first : null;
            if (leaf is null) return null;
            var facts = CertificateFacts.Of(leaf);
            return new KnownEnd(facts.NotBefore, facts.NotAfter, $"in {file}");
        }
        catch (TlsException)
        {
            return null; // a site whose file is missing or damaged says so when it is used, and its field in the form says it now
        }
    }

    private static (string Host, int Port) Place(string host, int port) => (host.ToLowerInvariant(), port);
}
