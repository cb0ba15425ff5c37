namespace Sealift.Sites.Importing;

/// <summary>Where other programs keep what can be taken over.</summary>
public static class ImportPlaces
{
    /// <summary>The files that are there, with what wrote each.</summary>
    public static IReadOnlyList<(ImportSource Source, string Path)> Find()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var data = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        if (home.Length == 0) return [];
        (ImportSource, string)[] places =
        [
            (ImportSource.FileZilla, Path.Join(home, ".config", "filezilla", "sitemanager.xml")),
            (ImportSource.FileZilla, Path.Join(home, ".filezilla", "sitemanager.xml")),
            (ImportSource.FileZilla, Path.Join(data, "FileZilla", "sitemanager.xml")),
            (ImportSource.WinScp, Path.Join(data, "WinSCP.ini")),
            (ImportSource.Lftp, Path.Join(home, ".local", "share", "lftp", "bookmarks")),
            (ImportSource.Lftp, Path.Join(home, ".lftp", "bookmarks")),
            (ImportSource.Netrc, Path.Join(home, ".netrc")),
        ];
        return [.. places.Where(static place => File.Exists(place.Item2)).DistinctBy(static place => place.Item2)];
    }
}
