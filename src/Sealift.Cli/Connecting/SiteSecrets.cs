using Sealift.Sites;

namespace Sealift.Cli.Connecting;

/// <summary>The secrets that the vault keeps for a saved site. The vault is opened when the first of them is needed.</summary>
internal sealed class SiteSecrets(Site? site, VaultAccess vault)
{
    /// <summary>Whether the vault keeps such a secret; asks nobody.</summary>
    public bool Has(string kind) => site?.Secrets.Contains(kind, StringComparer.Ordinal) == true;

    /// <summary>A secret (<see cref="Sealift.Sites.Vaults.SecretKind"/>); <see langword="null"/> if the vault keeps none.</summary>
    /// <exception cref="SiteException">The vault cannot be opened, or the secret was saved for another server.</exception>
    public async ValueTask<string?> FindAsync(string kind, CancellationToken cancellationToken) =>
        Has(kind) ? (await vault.OpenAsync(cancellationToken)).Find(site!, kind) : null;
}
