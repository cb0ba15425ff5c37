using Tomlyn.Syntax;

namespace Sealift.Sites;

/// <summary>
/// The text of a file of sites, in TOML: one table a site, <c>[name]</c>, with the keys of <see cref="SiteKeys"/>. A change touches the lines of
/// its own site and no others: comments, order and blank lines of the user stay. Immutable.
/// </summary>
public sealed class SiteFile
{
    private readonly string _path;
    private readonly List<SiteTable> _tables;

    private SiteFile(string path, string text, List<SiteTable> tables)
    {
        _path = path;
        Text = text;
        _tables = tables;
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The sites, in the file's order.</summary>
    public IEnumerable<Site> Sites => _tables.Select(table => table.Site);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The TOML.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="SiteException">It is no TOML, or it says what no site can have; the message names file, line, key and the nearest known key.</exception>
    public static SiteFile Parse(string text, string path)
    {
        var document = TomlText.Parse(text, path);
        if (document.Diagnostics.FirstOrDefault(message => message.Kind == DiagnosticMessageKind.Error) is { } error)
            throw NotValid(path, error.Span.Start.Line, $"{WithoutQuotedText(error.Message)}.", "A site is [name] on a line of its own, then lines such as host = \"ftp.example.org\".");

        var reader = new SiteReader(path);
        if (document.KeyValues.FirstOrDefault() is { } stray)
            throw NotValid(path, stray.Span.Start.Line, $"the key {stray.Key?.ToString().Trim()} stands before any site.", "A site begins with its name in brackets: [name].");
        var tables = document.Tables.Select(reader.Read).ToList();
        var twice = tables.GroupBy(table => table.Site.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new SiteFile(path, text, tables)
            : throw NotValid(path, twice.Last().Line, $"the site {twice.Last().Site.Name} is there twice.", "Names that differ only in case are one name.");
    }

    /// <summary>The site of this name, whatever the case; null if there is none.</summary>
    public Site? Find(string name) => Table(name)?.Site;

    /// <summary>The file with this site in it, new or in place of the one of the same name.</summary>
    public SiteFile With(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return WithAll([site]);
    }

    /// <summary>The file with these sites in it, new or in place of those of the same names; of two with one name the last counts.</summary>
    public SiteFile WithAll(IEnumerable<Site> sites)
    {
        ArgumentNullException.ThrowIfNull(sites);
        var wanted = new List<Site>(sites);
        var last = new Dictionary<string, Site>(StringComparer.OrdinalIgnoreCase);
        foreach (var site in wanted) last[site.Name] = site;

        // From the last to the first, so that what is before keeps its place.
        var text = Text;
        for (var i = _tables.Count - 1; i >= 0; i--)
        {
            if (last.Remove(_tables[i].Site.Name, out var site)) text = SiteEdit.Change(text, _tables[i], site);
        }

        var added = wanted.FindAll(site => last.TryGetValue(site.Name, out var newest) && ReferenceEquals(newest, site));
        return Edited(added.Count == 0 ? text : SiteEdit.Add(text, added));
    }

    /// <summary>The file without the site of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SiteFile Without(string name) =>
        Edited(SiteEdit.Remove(Text, Table(name) ?? throw new ArgumentException($"There is no site {name}.", nameof(name))));

    /// <summary>The file with another name for a site; its place, its lines and its comments stay.</summary>
    /// <param name="name">The site.</param>
    /// <param name="newName">Its new name.</param>
    /// <exception cref="ArgumentException">There is no such site, or the new name is not valid.</exception>
    /// <exception cref="SiteException">There is a site of the new name.</exception>
    public SiteFile Renamed(string name, string newName)
    {
        ArgumentNullException.ThrowIfNull(newName);
        if (!SiteName.IsValid(newName)) throw new ArgumentException(SiteName.Rule, nameof(newName));
        var table = Table(name) ?? throw new ArgumentException($"There is no site {name}.", nameof(name));
        if (Table(newName) is { } other && other != table) throw SiteStore.IsThere(other.Site.Name);
        return Edited(SiteEdit.Rename(Text, table, newName));
    }

    internal static SiteException NotValid(string path, int line, string problem, string hint) =>
        new(SiteFailure.NotValid, $"{path}, line {line + 1}: {problem}", hint);

    private SiteTable? Table(string name) => _tables.Find(table => table.Site.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // What was written is read again at once: a change that would not be understood the next time is not made.
    private SiteFile Edited(string text) => Parse(text, _path);

    // The parser's message may quote a value, and somebody may have written a password there.
    private static string WithoutQuotedText(string message)
    {
        var quote = message.IndexOf(" with `", StringComparison.Ordinal);
        return (quote < 0 ? message : message[..quote]).TrimEnd('.');
    }
}
