using System.Text;

namespace Sealift.Sites.Importing;

/// <summary>Reads what other programs saved about servers. Nothing is written here, and every input is bounded.</summary>
public static class SiteImport
{
    /// <summary>The largest file that is read: 16 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The most servers in one file.</summary>
    public const int MaxSites = 10_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">What wrote it; null finds out from its content.</param>
    /// <returns>Its servers in order, with names that are all different.</returns>
    /// <exception cref="SiteException">It cannot be read or understood; the message names file and line.</exception>
    public static IReadOnlyList<ImportedSite> Read(string path, ImportSource? source = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(PrivateFile.Read(path, MaxBytes) ?? throw new SiteException(SiteFailure.Unusable, $"{path}: no such file.", "Check the path."), path, source);
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">What it holds; at most <see cref="MaxBytes"/>.</param>
    /// <param name="path">What it is called, for messages.</param>
    /// <param name="source">What wrote it; null finds out from its content.</param>
    /// <returns>Its servers in order, with names that are all different.</returns>
    /// <exception cref="SiteException">It cannot be understood; the message names file and line.</exception>
    public static IReadOnlyList<ImportedSite> Read(byte[] content, string path, ImportSource? source = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (content.Length > MaxBytes) throw new SiteException(SiteFailure.NotValid, $"{path} is larger than {MaxBytes / 1024 / 1024} MiB.", "This is not the file that is meant here.");
        var kind = source ?? Detect(path, TextOf(content)) ?? throw new SiteException(
            SiteFailure.NotValid, $"{path} is of no kind that is known here.", "Say what wrote it: --from filezilla, winscp, lftp or netrc.");
        var sites = kind switch
        {
            ImportSource.FileZilla => FileZillaImport.Read(content, path),
            ImportSource.WinScp => WinScpImport.Read(TextOf(content), path),
            ImportSource.Lftp => LftpImport.Read(TextOf(content), path),
            _ => NetrcImport.Read(TextOf(content)),
        };
        var list = sites.Take(MaxSites + 1).ToList();
        if (list.Count == 0) throw new SiteException(SiteFailure.NotValid, $"{path} has no saved servers that could be read as {NameOf(kind)}.", "Check the file, or say with --from what wrote it.");
        return list.Count <= MaxSites ? WithNames(list) : throw new SiteException(SiteFailure.NotValid, $"{path} has more than {MaxSites} servers.", "Split the file.");
    }

    /// <summary>An error in a line of an imported file.</summary>
    internal static SiteException NotValid(string path, int line, string problem, Exception? cause = null) =>
        new(SiteFailure.NotValid, $"{path}, line {line}: {problem}", "Nothing was imported. Repair the file, or export it anew.", cause);

    /// <summary>The source's name on the command line.</summary>
    public static string NameOf(ImportSource source) => source switch
    {
        ImportSource.FileZilla => "filezilla",
        ImportSource.WinScp => "winscp",
        ImportSource.Lftp => "lftp",
        _ => "netrc",
    };

    private static ImportSource? Detect(string path, string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 4096)).TrimStart();
        if (start.StartsWith("<") && text.Contains("<FileZilla3", StringComparison.Ordinal)) return ImportSource.FileZilla;
        if (text.Contains("[Sessions\\", StringComparison.OrdinalIgnoreCase)) return ImportSource.WinScp;
        if (Path.GetFileName(path) is ".netrc" or "_netrc" || start.StartsWith("machine ") || start.StartsWith("default ")) return ImportSource.Netrc;
        foreach (var line in start.EnumerateLines())
        {
            if (!line.StartsWith("#")) return line.Contains("://", StringComparison.Ordinal) && line.IndexOfAny(' ', '\t') > 0 ? ImportSource.Lftp : null;
        }

        return null;
    }

    // Bytes that are no UTF-8 become a sign that no name may have; they are left out where they matter.
    private static string TextOf(byte[] bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2),
        _ => Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'),
    };

    private static List<ImportedSite> WithNames(List<ImportedSite> sites)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var next = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return [.. sites.Select(site => site.Site is { } found ? site with { Site = new Site(Free(found.Name), found.Values) } : site)];

        string Free(string name)
        {
            if (taken.Add(name)) return name;

            // The first number that may be free: thousands of servers of one name are not counted through again for each of them.
            for (var i = next.GetValueOrDefault(name, 2); ; i++)
            {
                next[name] = i + 1;
                var number = $"-{i}";
                var stem = name.Length + number.Length > SiteName.MaxLength ? name[..(SiteName.MaxLength - number.Length)] : name;
                if (taken.Add(stem + number)) return stem + number;
            }
        }
    }
}
