using System.Text.Json;
using Sealift.Client;

namespace Sealift.Sites.Vaults;

/// <summary>
/// The secrets of saved sites, in a file that only a passphrase opens (its format is in docs/vault.md). An opened vault holds its keys until
/// it is disposed. A file that cannot be opened is never overwritten.
/// </summary>
public sealed class Vault : IDisposable
{
    /// <summary>The fewest characters of a new passphrase.</summary>
    public const int MinPassphraseLength = 8;

    private readonly string _path;
    private VaultKey _key;
    private Dictionary<string, Dictionary<string, StoredSecret>> _content;

    private Vault(string path, VaultKey key, Dictionary<string, Dictionary<string, StoredSecret>> content)
    {
        _path = path;
        _key = key;
        _content = content;
    }

    /// <summary>Whether there is a vault, opened or not.</summary>
    public static bool Exists(string path) => File.Exists(path);

    /// <summary>Opens a vault. Working out its keys takes a part of a second.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">Its passphrase.</param>
    /// <exception cref="SiteException">
    /// The passphrase is wrong (<see cref="SiteFailure.WrongPassphrase"/>); or the file is absent, damaged, cut off, newer, or no vault.
    /// </exception>
    public static Vault Open(string path, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        var file = ReadFile(path);
        var key = VaultFormat.Unlock(file, passphrase, path);
        try
        {
            return new Vault(path, key, Read(file, key, path));
        }
        catch (SiteException)
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Checks what can be checked without a passphrase, so that nobody is asked for one in vain.</summary>
    /// <exception cref="SiteException">The file is absent, damaged, cut off, newer, or no vault.</exception>
    public static void Check(string path) => VaultFormat.CheckHeader(ReadFile(path), path);

    /// <summary>Makes an empty vault.</summary>
    /// <exception cref="SiteException">There is one already, or it cannot be written.</exception>
    public static async Task<Vault> CreateAsync(string path, string passphrase, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        var vault = new Vault(path, VaultKey.New(passphrase), Empty());
        await PrivateFile.ChangeAsync(
            path,
            target => File.Exists(target)
                ? throw new SiteException(SiteFailure.Unusable, $"the vault {path} was made by somebody else just now.", "Try again with its passphrase.")
                : vault.ToBytes(),
            cancellationToken).ConfigureAwait(false);
        return vault;
    }

    /// <summary>A secret of a site.</summary>
    /// <param name="site">The site as it is now.</param>
    /// <param name="kind">See <see cref="SecretKind"/>.</param>
    /// <returns>The secret; null if the vault has none.</returns>
    /// <exception cref="SiteException">It was saved for another server than the site names now.</exception>
    public string? Find(Site site, string kind)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (_content.GetValueOrDefault(site.Name)?.GetValueOrDefault(kind) is not { } secret) return null;
        return secret.For == PurposeOf(site, kind)
            ? secret.Value
            : throw new SiteException(
                SiteFailure.NotValid,
                $"the {kind} of {site.Name} was saved for {secret.For}, and the site now says {PurposeOf(site, kind)}. It was not sent.",
                $"If that is right, save it anew: sealift site passwd {site.Name}");
    }

    /// <summary>Keeps secrets of a site, each in place of the one of its kind; null forgets one. Written at once.</summary>
    /// <exception cref="SiteException">The file was changed or damaged meanwhile, or cannot be written.</exception>
    public Task KeepAsync(Site site, IReadOnlyDictionary<string, string?> secrets, CancellationToken cancellationToken = default) =>
        KeepAsync([(site, secrets)], cancellationToken);

    /// <summary>Keeps secrets of many sites, all of them or, when something fails, none.</summary>
    /// <exception cref="SiteException">The file was changed or damaged meanwhile, or cannot be written.</exception>
    public Task KeepAsync(
        IEnumerable<(Site Site, IReadOnlyDictionary<string, string?> Secrets)> changes, CancellationToken cancellationToken = default) => ChangeAsync(
        () =>
        {
            foreach (var (site, secrets) in changes)
            {
                if (!_content.TryGetValue(site.Name, out var kept)) _content[site.Name] = kept = [];
                foreach (var (kind, value) in secrets)
                {
                    if (value is null) kept.Remove(kind);
                    else kept[kind] = new StoredSecret(PurposeOf(site, kind), value);
                }

                if (kept.Count == 0) _content.Remove(site.Name);
            }
        },
        cancellationToken);

    /// <summary>Forgets all secrets of a site. Written at once.</summary>
    /// <exception cref="SiteException">The file was changed or damaged meanwhile, or cannot be written.</exception>
    public Task ForgetAsync(string site, CancellationToken cancellationToken = default) => ChangeAsync(() => _content.Remove(site), cancellationToken);

    /// <summary>Keeps the secrets of a site under another name too. Written at once.</summary>
    /// <param name="site">The site.</param>
    /// <param name="name">The other name; what was kept under it is gone.</param>
    /// <param name="cancellationToken">Gives up, with nothing changed.</param>
    /// <exception cref="SiteException">The file was changed or damaged meanwhile, or cannot be written.</exception>
    public Task CopyAsync(string site, string name, CancellationToken cancellationToken = default) => ChangeAsync(
        () =>
        {
            var secrets = _content.GetValueOrDefault(site);
            _content.Remove(name);
            if (secrets is not null) _content[name] = new(secrets);
        },
        cancellationToken);

    /// <summary>What a secret of a site is for, and so where it may be used: another host, port or proxy is another purpose.</summary>
    /// <param name="site">The site.</param>
    /// <param name="kind">See <see cref="SecretKind"/>. A passphrase of a file on this disk is sent to nobody.</param>
    public static string PurposeOf(Site site, string kind)
    {
        ArgumentNullException.ThrowIfNull(site);
        return kind switch
        {
            SecretKind.ProxyPassword => site.Values.Find(KnownSettings.Proxy) ?? "no proxy",
            SecretKind.KeyPassphrase => "this machine",
            _ => $"{site.Host.ToLowerInvariant()} port {site.Port}{ThroughFtpProxy(site)}{WithoutTls(site)}",
        };
    }

    /// <summary>Seals the vault with another passphrase, and another salt. Written at once.</summary>
    /// <exception cref="SiteException">The file was changed or damaged meanwhile, or cannot be written.</exception>
    public async Task ChangePassphraseAsync(string passphrase, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        var before = _key;
        var after = VaultKey.New(passphrase);
        await ChangeAsync(() => _key = after, cancellationToken).ConfigureAwait(false);
        before.Dispose();
    }

    /// <summary>Takes over what another process has changed since.</summary>
    /// <returns>False if the file has another passphrase now, or is gone: the vault has to be opened anew.</returns>
    /// <exception cref="SiteException">The file is damaged or newer, or cannot be read.</exception>
    public bool TryRefresh()
    {
        if (PrivateFile.Read(_path, VaultFormat.MaxBytes) is not { } file) return false;
        VaultFormat.CheckHeader(file, _path);
        if (!VaultFormat.IsFor(file, _key)) return false;
        _content = Read(file, _key, _path);
        return true;
    }

    /// <summary>Forgets the keys.</summary>
    public void Dispose() => _key.Dispose();

    private static Dictionary<string, Dictionary<string, StoredSecret>> Empty() => new(StringComparer.OrdinalIgnoreCase);


    // What was saved for TLS with a judged certificate is not sent without.
    private static string WithoutTls(Site site) =>
        site.Values.IsOn(KnownSettings.Plaintext) ? " in clear text" : site.Values.IsOn(KnownSettings.Insecure) ? " whatever certificate it shows" : "";

    // A proxy that speaks FTP ends TLS and hears the password itself; the other kinds see only what is sealed.
    private static string ThroughFtpProxy(Site site) =>
        FtpProxy.TryParse(site.Values.Find(KnownSettings.Proxy), out var proxy) && proxy.Kind == FtpProxyKind.Ftp ? $" through the FTP proxy {proxy.Host.ToLowerInvariant()} port {proxy.Port}" : "";

    private static byte[] ReadFile(string path) => PrivateFile.Read(path, VaultFormat.MaxBytes)
        ?? throw new SiteException(SiteFailure.Unusable, $"there is no vault {path}, where saved passwords are kept.", "Restore it from a backup, or save the passwords anew with \"sealift site passwd NAME\".");

    private static Dictionary<string, Dictionary<string, StoredSecret>> Read(byte[] file, VaultKey key, string path)
    {
        try
        {
            var content = JsonSerializer.Deserialize(VaultFormat.Open(file, key, path), VaultJson.Default.DictionaryStringDictionaryStringStoredSecret);
            return new(content ?? [], StringComparer.OrdinalIgnoreCase);
        }
        catch (JsonException e)
        {
            throw VaultFormat.Damaged(path, "its content is not what sealift writes", e);
        }
    }

    // What is in the file now is changed, not what was in it when the vault was opened: another command may have been quicker.
    private Task ChangeAsync(Action change, CancellationToken cancellationToken) => PrivateFile.ChangeAsync(
        _path,
        target =>
        {
            var file = ReadFile(target);
            VaultFormat.CheckHeader(file, _path);
            if (!VaultFormat.IsFor(file, _key))
                throw new SiteException(SiteFailure.WrongPassphrase, "the passphrase of the vault was changed meanwhile.", "Try again with the new one.");
            _content = Read(file, _key, _path);
            change();
            return ToBytes();
        },
        cancellationToken);

    private byte[] ToBytes() => VaultFormat.Seal(_key, JsonSerializer.SerializeToUtf8Bytes(_content, VaultJson.Default.DictionaryStringDictionaryStringStoredSecret));
}
