using Sealift.Sites.Vaults;

namespace Sealift.Sites.Importing;

/// <summary>What becomes of each server of an import, before anything is saved.</summary>
public sealed class ImportPlan
{
    private readonly SiteFile _before;
    private readonly ImportChoices _choices;

    /// <summary>Makes the plan.</summary>
    /// <param name="imported">What was read.</param>
    /// <param name="before">The saved sites.</param>
    /// <param name="choices">What is wanted.</param>
    /// <exception cref="SiteException">The file of sites could not be read again with them in it.</exception>
    public ImportPlan(IReadOnlyList<ImportedSite> imported, SiteFile before, ImportChoices choices)
    {
        ArgumentNullException.ThrowIfNull(imported);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(choices);
        Imported = imported;
        _before = before;
        _choices = choices;

        // Tried out first: what cannot be written shall not cost anybody a passphrase.
        _ = before.WithAll(Sites());
    }

    /// <summary>What was read, in its order.</summary>
    public IReadOnlyList<ImportedSite> Imported { get; }

    /// <summary>How many are saved.</summary>
    public int Count => Imported.Count(IsTaken);

    /// <summary>Whether there are secrets for the vault.</summary>
    public bool NeedsVault => Imported.Any(item => SecretsOf(item).Count > 0);

    /// <summary>What becomes of a server.</summary>
    /// <param name="item">One of <see cref="Imported"/>.</param>
    public ImportFate FateOf(ImportedSite item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Site is not { } site || _choices.Unwanted.Contains(site.Name)) return ImportFate.LeftOut;
        if (_before.Find(site.Name) is null) return ImportFate.New;
        return _choices.Replaces ? ImportFate.Replaced : ImportFate.Present;
    }

    /// <summary>The kinds of its secrets that go to the vault.</summary>
    /// <param name="item">One of <see cref="Imported"/>.</param>
    public IReadOnlyCollection<string> SecretsOf(ImportedSite item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _choices.WithSecrets && IsTaken(item) ? [.. item.Secrets.Keys] : [];
    }

    /// <summary>Saves them, all or none: the secrets first, then the sites.</summary>
    /// <param name="store">The saved sites.</param>
    /// <param name="vault">Opens the vault or makes it; not called without secrets.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SiteException">The vault cannot be opened, or a file cannot be written.</exception>
    public async Task SaveAsync(SiteStore store, Func<CancellationToken, ValueTask<Vault>> vault, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(vault);
        var secrets = Imported.Where(item => SecretsOf(item).Count > 0).Select(item => (item.Site!, item.Secrets)).ToList();
        if (secrets.Count > 0)
        {
            var opened = await vault(cancellationToken).ConfigureAwait(false);
            await opened.KeepAsync(secrets, cancellationToken).ConfigureAwait(false);
        }

        // What somebody else has saved under one of the names meanwhile stays, unless it may be replaced.
        await store.ChangeAsync(
            file => file.WithAll(Sites().Where(site => _choices.Replaces || file.Find(site.Name) is null)),
            cancellationToken).ConfigureAwait(false);
    }

    private bool IsTaken(ImportedSite item) => FateOf(item) is ImportFate.New or ImportFate.Replaced;

    private IEnumerable<Site> Sites() => Imported.Where(IsTaken).Select(item => SecretsOf(item).Aggregate(item.Site!, (site, kind) => site.WithSecret(kind, isKept: true)));
}
