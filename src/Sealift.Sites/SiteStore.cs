using System.Text;
using Sealift.Sites.Vaults;

namespace Sealift.Sites;

/// <summary>The saved sites on this machine. The file is read anew each time, changed under a lock and replaced as a whole; mode 0600.</summary>
/// <remarks>A file that cannot be understood is never overwritten: every member throws instead.</remarks>
public sealed class SiteStore
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Uses a file. Nothing is read or made yet.</summary>
    /// <param name="path">The file.</param>
    public SiteStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>
    /// The user's own file: <c>SEALIFT_SITES</c> if set, else <c>sealift/sites.toml</c> in <c>%APPDATA%</c> on Windows and in
    /// <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c> elsewhere.
    /// </summary>
    /// <exception cref="SiteException">There is no home directory.</exception>
    public static string DefaultPath
    {
        get
        {
            var path = Environment.GetEnvironmentVariable("SEALIFT_SITES");
            return string.IsNullOrEmpty(path) ? System.IO.Path.Join(ConfigurationFolder(), "sealift", "sites.toml") : path;
        }
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Where the secrets of these sites are: the file <c>vault</c> beside them.</summary>
    public string VaultPath => System.IO.Path.Join(System.IO.Path.GetDirectoryName(Path), "vault");

    /// <summary>The file; an absent one holds no sites.</summary>
    /// <exception cref="SiteException">It cannot be read or understood.</exception>
    public SiteFile Read() => Read(Path);

    /// <summary>The site of a name.</summary>
    /// <exception cref="SiteException">There is none (<see cref="SiteFailure.NotFound"/>; the hint names the nearest), or the file cannot be used.</exception>
    public Site Get(string name)
    {
        var file = Read();
        if (file.Find(name) is { } site) return site;
        var nearest = NearestName.Of(name, file.Sites.Select(known => known.Name));
        throw new SiteException(
            SiteFailure.NotFound,
            $"there is no site {name}.",
            nearest is null ? $"No site is saved yet; sealift site add {(SiteName.IsValid(name) ? name : "NAME")} URL saves one." : $"Did you mean {nearest}? \"sealift site ls\" shows them all.");
    }

    /// <summary>Changes the file.</summary>
    /// <param name="change">From what is there to what shall be; the same file means no change.</param>
    /// <param name="cancellationToken">Gives up, with the file unchanged.</param>
    /// <exception cref="SiteException">The file cannot be understood or written.</exception>
    public Task ChangeAsync(Func<SiteFile, SiteFile> change, CancellationToken cancellationToken = default) => PrivateFile.ChangeAsync(
        Path,
        target =>
        {
            var before = Read(target);
            var after = change(before);
            return after.Text == before.Text ? null : Utf8.GetBytes(after.Text);
        },
        cancellationToken);

    /// <summary>Saves a site with its secrets: new, changed or under another name. The vault is written first: a site that claims a password which is not there
    /// would be worse than a secret that no site uses.</summary>
    /// <param name="site">The site as it shall be; which secrets the vault keeps is set here.</param>
    /// <param name="before">The site as it was when it was read; null for a new one.</param>
    /// <param name="secrets">The secrets that change, by kind (<see cref="SecretKind"/>); null forgets one. Empty leaves all as they are.</param>
    /// <param name="vault">Opens the vault, or makes it; not called where no secret is touched.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The site as it is now.</returns>
    /// <exception cref="SiteException">There is another site of this name; the site was changed or removed meanwhile; a file cannot be written.</exception>
    public async Task<Site> SaveAsync(
        Site site, Site? before, IReadOnlyDictionary<string, string?> secrets, Func<CancellationToken, ValueTask<Vault>> vault, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(vault);
        var saved = secrets.Aggregate(before is null ? site.With(site.Values.Without(SiteKeys.Secrets)) : site, (now, secret) => now.WithSecret(secret.Key, secret.Value is not null));
        var isRenamed = before is not null && before.Name != site.Name;
        _ = Changed(Read(), saved, before); // tried out first: what cannot be saved shall not cost anybody a passphrase
        var isMoved = isRenamed && before!.Secrets.Count > 0;
        if (secrets.Count > 0 || isMoved)
        {
            var opened = await vault(cancellationToken).ConfigureAwait(false);
            if (isMoved) await opened.CopyAsync(before!.Name, site.Name, cancellationToken).ConfigureAwait(false);
            if (secrets.Count > 0) await opened.KeepAsync(saved, secrets, cancellationToken).ConfigureAwait(false);
        }

        await ChangeAsync(file => Changed(file, saved, before), cancellationToken).ConfigureAwait(false);
        if (isMoved && !before!.Name.Equals(site.Name, StringComparison.OrdinalIgnoreCase))
            await (await vault(cancellationToken).ConfigureAwait(false)).ForgetAsync(before.Name, cancellationToken).ConfigureAwait(false);
        return saved;
    }

    /// <summary>Forgets a site, and its secrets first.</summary>
    /// <param name="site">The site.</param>
    /// <param name="vault">Opens the vault; null leaves the secrets in it. Not called where it keeps none of the site.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SiteException">The vault cannot be opened, or a file cannot be written.</exception>
    public async Task RemoveAsync(Site site, Func<CancellationToken, ValueTask<Vault>>? vault, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (site.Secrets.Count > 0 && vault is not null && Vault.Exists(VaultPath))
            await (await vault(cancellationToken).ConfigureAwait(false)).ForgetAsync(site.Name, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(file => file.Find(site.Name) is null ? file : file.Without(site.Name), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>There is a site of this name already.</summary>
    internal static SiteException IsThere(string name) =>
        new(SiteFailure.NotFound, $"there is a site {name} already.", "Choose another name, or change that site.");

    /// <summary>A file that a site names: from the folder of the sites' file, or from the home directory where it begins with <c>~/</c>.</summary>
    public string Resolve(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file == "-") return file;
        return file.StartsWith("~/", StringComparison.Ordinal)
            ? System.IO.Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), file[2..])
            : System.IO.Path.GetFullPath(file, System.IO.Path.GetDirectoryName(Path)!);
    }

    private static SiteFile Changed(SiteFile file, Site site, Site? before)
    {
        if (before is null) return file.Find(site.Name) is { } there ? throw IsThere(there.Name) : file.With(site);
        if (file.Find(before.Name) is not { } now)
            throw new SiteException(SiteFailure.NotFound, $"the site {before.Name} was removed meanwhile.", "Nothing was saved. Save it as a new site.");
        if (!now.SaysTheSame(before))
            throw new SiteException(SiteFailure.NotFound, $"the site {before.Name} was changed meanwhile, by somebody else or by hand.", "Nothing was saved. Open it again to see what it says now.");
        return (before.Name == site.Name ? file : file.Renamed(before.Name, site.Name)).With(site);
    }

    private static SiteFile Read(string path)
    {
        var bytes = PrivateFile.Read(path, MaxBytes) ?? [];
        try
        {
            return SiteFile.Parse(Utf8.GetString(bytes).TrimStart('\uFEFF'), path);
        }
        catch (DecoderFallbackException e)
        {
            throw new SiteException(SiteFailure.NotValid, $"{path} is not text in UTF-8.", "Save it as UTF-8, as TOML demands.", e);
        }
    }

    private static string ConfigurationFolder()
    {
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);

        // XDG Base Directory Specification: a relative value is to be ignored.
        var folder = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (System.IO.Path.IsPathFullyQualified(folder ?? "")) return folder!;

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? System.IO.Path.Join(home, ".config")
            : throw new SiteException(SiteFailure.Unusable, "There is no home directory to keep sites in.", "Set SEALIFT_SITES to the file to use.");
    }
}
