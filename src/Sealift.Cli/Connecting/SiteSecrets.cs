using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Connecting;

/// <summary>The secrets that the vault keeps for a saved site. The vault is opened when the first of them is needed.</summary>
/// <param name="site">The site; <see langword="null"/> where a URL was given.</param>
/// <param name="settings">What is in force: the command line over the site.</param>
/// <param name="vault">The vault.</param>
internal sealed class SiteSecrets(Site? site, ConnectionSettings settings, VaultAccess vault)
{
    /// <summary>Whether the vault keeps such a secret, and it is meant here; asks nobody.</summary>
    public bool Has(string kind) => site?.Secrets.Contains(kind, StringComparer.Ordinal) == true && (kind != SecretKind.ProxyPassword || IsProxyOfSite);

    // Another proxy on the command line is not told what the site's own is told.
    private bool IsProxyOfSite => settings.Find(KnownSettings.Proxy) == site?.Values.Find(KnownSettings.Proxy);

    /// <summary>A secret (<see cref="SecretKind"/>); <see langword="null"/> if the vault keeps none.</summary>
    /// <exception cref="SiteException">The vault cannot be opened, or the secret was saved for another server.</exception>
    public async ValueTask<string?> FindAsync(string kind, CancellationToken cancellationToken) =>
        Has(kind) ? (await vault.OpenAsync(cancellationToken)).Find(site!, kind) : null;
}
