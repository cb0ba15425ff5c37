using Sealift.Core;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.App.Sites;

/// <summary>What has been filled in about a site, until it is saved.</summary>
public sealed class SiteForm
{
    private readonly Dictionary<ConnectionSetting, string> _texts = [];
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);
    private readonly Func<string, string> _resolve;
    private readonly Site? _start;

    /// <summary>Begins with a saved site, or with nothing.</summary>
    /// <param name="before">The site that is changed; null for a new one.</param>
    /// <param name="start">What a new one begins with; null for nothing.</param>
    /// <param name="resolve">The full path of a file that a site names.</param>
    public SiteForm(Site? before, Site? start, Func<string, string> resolve)
    {
        Before = before;
        _start = before ?? start;
        _resolve = resolve;
        Name = _start?.Name ?? "";
        if (_start is not null) Take(_start);
    }

    /// <summary>The settings that a form has, in the order of the manual.</summary>
    public static IReadOnlyList<ConnectionSetting> Settings { get; } = [.. SiteKeys.All.Where(static key => key != SiteKeys.Secrets)];

    /// <summary>The site as it is saved; null for a new one.</summary>
    public Site? Before { get; }

    /// <summary>What it shall be called.</summary>
    public string Name { get; set; }

    /// <summary>Whether something is not saved.</summary>
    public bool IsChanged =>
        _secrets.Count > 0 || _forgotten.Count > 0 || Name != (_start?.Name ?? "")
        || Settings.Any(setting => !Values(setting).SequenceEqual(_start?.Values.FindAll(setting) ?? [], StringComparer.Ordinal));

    /// <summary>What a setting's field shows: several values a line each; empty for the default.</summary>
    public string this[ConnectionSetting setting]
    {
        get => _texts.GetValueOrDefault(setting) ?? "";
        set
        {
            if (string.IsNullOrWhiteSpace(value)) _texts.Remove(setting);
            else _texts[setting] = value;
        }
    }

    /// <summary>Whether the field has a value.</summary>
    public bool Has(ConnectionSetting setting) => Values(setting).Count > 0;

    /// <summary>What is wrong with a field; null if nothing is.</summary>
    public string? FindProblem(ConnectionSetting setting)
    {
        var values = Values(setting);
        if (setting == SiteKeys.Host && values.Count == 0) return "A site needs a host.";
        return values.Select(setting.FindProblem).FirstOrDefault(static problem => problem is not null) is { } problem ? $"It {problem}." : null;
    }

    /// <summary>What is wrong with the name; null if nothing is.</summary>
    /// <param name="others">The saved sites.</param>
    public string? FindNameProblem(IEnumerable<Site> others)
    {
        if (!SiteName.IsValid(Name)) return Name.Length == 0 ? "A site needs a name." : SiteName.Rule;
        return others.Any(other => other.Name.Equals(Name, StringComparison.OrdinalIgnoreCase) && !other.Name.Equals(Before?.Name, StringComparison.OrdinalIgnoreCase))
            ? $"There is a site {Name} already."
            : null;
    }

    /// <summary>What to know about a field that can be saved all the same; null for nothing.</summary>
    public string? FindWarning(ConnectionSetting setting)
    {
        if (!setting.IsFile || FindProblem(setting) is not null) return null;
        var missing = Values(setting).Select(_resolve).FirstOrDefault(static file => file != "-" && !File.Exists(file));
        return missing is null ? null : $"There is no such file now: {missing}";
    }

    /// <summary>Whether the vault keeps a secret of this kind, or will after saving.</summary>
    public bool Keeps(string kind) => _secrets.ContainsKey(kind) || (!_forgotten.Contains(kind) && Before?.Secrets.Contains(kind, StringComparer.Ordinal) == true);

    /// <summary>A secret that was typed and goes to the vault; empty for none.</summary>
    public string SecretOf(string kind) => _secrets.GetValueOrDefault(kind) ?? "";

    /// <summary>Takes a secret for the vault; empty leaves what it has.</summary>
    public void Keep(string kind, string secret)
    {
        _forgotten.Remove(kind);
        if (secret.Length == 0) _secrets.Remove(kind);
        else _secrets[kind] = secret;
    }

    /// <summary>Has the vault forget a secret, or not after all.</summary>
    public void Forget(string kind, bool isForgotten)
    {
        _secrets.Remove(kind);
        if (isForgotten) _forgotten.Add(kind);
        else _forgotten.Remove(kind);
    }

    /// <summary>Whether the vault will forget it.</summary>
    public bool Forgets(string kind) => _forgotten.Contains(kind);

    /// <summary>What is wrong with a secret; null if nothing is.</summary>
    public string? FindSecretProblem(string kind)
    {
        if (SecretOf(kind).Any(char.IsControl)) return "It contains a control character.";
        if (!_secrets.ContainsKey(kind)) return IsStale(kind) ? $"The saved one is for {Vault.PurposeOf(Before!, kind)} and will not be used. Type it again, or have it forgotten." : null;
        return kind == SecretKind.Password && !Has(KnownSettings.User) ? "A password needs a user." : null;
    }

    /// <summary>The secrets that change, as the store takes them.</summary>
    public IReadOnlyDictionary<string, string?> Secrets =>
        _secrets.Select(static pair => (pair.Key, Value: (string?)pair.Value)).Concat(_forgotten.Select(static kind => (Key: kind, Value: (string?)null)))
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Whether everything can be saved; a saved secret that will not be used is no obstacle.</summary>
    /// <param name="others">The saved sites.</param>
    public bool CanSave(IEnumerable<Site> others) =>
        FindNameProblem(others) is null && Settings.All(setting => FindProblem(setting) is null) && _secrets.Keys.All(kind => FindSecretProblem(kind) is null);

    /// <summary>The site as it is filled in; null while something is wrong.</summary>
    public Site? FindSite()
    {
        if (!SiteName.IsValid(Name) || Settings.Any(setting => FindProblem(setting) is not null)) return null;
        var values = ConnectionSettings.None;
        foreach (var setting in Settings.Where(Has)) values = values.With(setting, Values(setting));
        if (Before?.Secrets is { Count: > 0 } kinds) values = values.With(SiteKeys.Secrets, kinds);
        return new Site(Name, values);
    }

    /// <summary>Takes over a whole address that was put into the field of the host.</summary>
    /// <returns>Whether it was one.</returns>
    public bool TryTakeAddress(string text)
    {
        var typed = text.Trim();
        if (!typed.Contains("://", StringComparison.Ordinal) && !typed.Contains('@', StringComparison.Ordinal)) return false;
        if (!FtpUrl.TryParse(typed, out var url) && !FtpUrl.TryParse($"{typed}:", out url)) return false;
        if (Site.FindProblem(url) is not null) return false;
        var user = this[KnownSettings.User];
        foreach (var setting in (ConnectionSetting[])[SiteKeys.Host, SiteKeys.Port, SiteKeys.Mode, SiteKeys.Path, KnownSettings.User]) this[setting] = "";
        Take(Site.From("site", url));
        if (url.User is null) this[KnownSettings.User] = user;
        if (url.Password is { Length: > 0 } password) Keep(SecretKind.Password, password);
        return true;
    }

    private bool IsStale(string kind) => Before is not null && Keeps(kind) && FindSite() is { } now && Vault.PurposeOf(Before, kind) != Vault.PurposeOf(now, kind);

    private void Take(Site site)
    {
        foreach (var setting in site.Values.Present.Where(Settings.Contains)) _texts[setting] = string.Join('\n', site.Values.FindAll(setting));
    }

    private List<string> Values(ConnectionSetting setting)
    {
        var text = this[setting];
        if (text.Length == 0) return [];
        return setting.Kind == SettingKind.List ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : [text.Trim()];
    }
}
