using Sealift.Core;

namespace Sealift.Sites.Importing;

/// <summary>lftp's bookmarks: a name, white space and a URL on each line, with a password in the URL where lftp was told to save it.</summary>
internal static class LftpImport
{
    public static IEnumerable<ImportedSite> Read(string text, string path)
    {
        var sites = new List<ImportedSite>();
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim().ToString();
            if (line.Length == 0 || line[0] == '#') continue;
            var space = line.AsSpan().IndexOfAny(' ', '\t');
            if (space < 0) throw SiteImport.NotValid(path, number, "a bookmark is a name and a URL.");
            sites.Add(Bookmark(line[..space], line[space..].Trim()));
        }

        return sites;
    }

    private static ImportedSite Bookmark(string name, string url)
    {
        var draft = new ImportDraft(name.Replace('/', '-'));
        var scheme = url.Contains("://", StringComparison.Ordinal) ? url[..url.IndexOf("://", StringComparison.Ordinal)] : "";
        if (scheme is "sftp" or "fish") draft.Refuse("Left out: it is an SSH server, which is another protocol.");
        else if (scheme is "http" or "https" or "file" or "hftp") draft.Refuse("Left out: it is no FTP server.");
        else if (FtpUrl.TryParse(scheme.Length > 0 ? url : $"ftp://{url}", out var parsed))
        {
            draft.Take(parsed);
            if (scheme is "ftp" or "") draft.Note("It used TLS only where the server offered it; here TLS is required.");
        }
        else draft.Refuse("Left out: its URL cannot be read.");
        return draft.ToSite();
    }
}
