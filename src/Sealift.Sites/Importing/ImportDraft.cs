using Sealift.Core;
using Sealift.Sites.Vaults;

namespace Sealift.Sites.Importing;

/// <summary>Gathers what another program says about one server.</summary>
internal sealed class ImportDraft(string source)
{
    private readonly Dictionary<string, string?> _secrets = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private readonly List<string> _refusals = [];
    private ConnectionSettings _values = ConnectionSettings.None;

    /// <summary>Tells something; a sentence.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>It cannot be used here, and nothing else about it matters then; a sentence.</summary>
    public void Refuse(string why) => _refusals.Add(why);

    /// <summary>The value of a key; empty and absent ones are nothing, impossible ones are noted.</summary>
    public void Set(ConnectionSetting key, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        if (key.FindProblem(value) is { } problem) Note($"Its {key.Name} was left out: this {problem}.");
        else _values = _values.With(key, value);
    }

    /// <summary>The value of a key that may not be possible here; then it is told.</summary>
    public void Set(string name, string value, string otherwise)
    {
        if (SiteKeys.Find(name) is { } setting && setting.FindProblem(value) is null) _values = _values.With(setting, value);
        else Note(otherwise);
    }

    /// <summary>A secret for the vault.</summary>
    public void Keep(string kind, string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return;
        if (secret.Any(char.IsControl)) Note($"Its {kind} was left out: it contains control characters.");
        else _secrets[kind] = secret;
    }

    /// <summary>What came of it.</summary>
    public ImportedSite ToSite()
    {
        if (_refusals.Count == 0 && _values.Find(SiteKeys.Host) is null) Refuse("Left out: it names no host.");
        if (_refusals.Count > 0) return new ImportedSite(source, null, new Dictionary<string, string?>(), _refusals);
        if (_secrets.ContainsKey(SecretKind.Password) && _values.Find(KnownSettings.User) is null)
        {
            _secrets.Remove(SecretKind.Password);
            Note("Its password was left out: it names no user.");
        }

        var name = source[(source.LastIndexOf('/') + 1)..];
        return new ImportedSite(source, new Site(SiteName.From(name), _values), _secrets, _notes);
    }

    /// <summary>Everything that a URL says; its password becomes a secret.</summary>
    public void Take(FtpUrl url)
    {
        if (Site.FindProblem(url) is { } problem)
        {
            Refuse($"Left out: its {problem}.");
            return;
        }

        _values = Site.From("site", url).Values;
        Keep(SecretKind.Password, url.Password);
    }
}
