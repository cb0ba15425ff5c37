using Sealift.Sites;
using Sealift.Sites.Importing;

namespace Sealift.Fuzz.Sites;

/// <summary>Files of other programs: refused with file and line, or read so that every server of them can be saved.</summary>
internal sealed class ImportTarget(ImportSource source) : FuzzTarget
{
    public override string Name => $"import-{SiteImport.NameOf(source)}";

    public override IReadOnlyList<string> Words => source switch
    {
        ImportSource.FileZilla => ["<Server>", "</Server>", "<Folder>", "</Folder>", "<Host>h</Host>", "<Port>", "</Port>", "<Protocol>4</Protocol>", "<Pass encoding=\"base64\">", "</Pass>", "<RemoteDir>1 0 4 home</RemoteDir>", "<Name>", "</Name>", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#65;", "<!DOCTYPE a [", "<MaximumMultipleConnections>"],
        ImportSource.WinScp => ["[Sessions\\a]", "HostName=", "PortNumber=", "FSProtocol=5", "Ftps=1", "Password=A35C", "UserName=", "UseMasterPassword=1", "%EF%BB%BF", "%20", "%", "Timeout=", "MinTlsVersion=13", "\r\n", "]", "RemoteDirectory=/"],
        ImportSource.Lftp => ["a ftp://u:p@h/", "b ftps://h:990/x", "sftp://", "https://", "fish://", " ", "\t", "\n", "#", "%2F", "://"],
        _ => ["machine ", "login ", "password ", "account ", "macdef ", "default ", "\"", "\\", "#", "\n\n", "\n", " "],
    };

    public override int MemoryPerByte => 30_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        IReadOnlyList<ImportedSite> imported;
        try
        {
            imported = SiteImport.Read(input.ToArray(), "file", source);
        }
        catch (SiteException e)
        {
            Claim.Holds(e.Failure == SiteFailure.NotValid && e.Message.StartsWith("file", StringComparison.Ordinal) && e.Hint is { Length: > 0 });
            return;
        }

        Claim.Holds(imported.Count is > 0 and <= SiteImport.MaxSites);
        var sites = imported.Select(static one => one.Site).OfType<Site>().ToList();
        Claim.Holds(sites.DistinctBy(static site => site.Name, StringComparer.OrdinalIgnoreCase).Count() == sites.Count);
        Claim.Holds(imported.All(static one => one.Site is not null || (one.Notes.Count > 0 && one.Secrets.Count == 0)));
        Claim.Holds(imported.SelectMany(static one => one.Secrets.Values).All(static secret => secret is null || !secret.Any(char.IsControl)));
        foreach (var site in sites.Take(4)) SiteCheck.Run(site);
        var plan = new ImportPlan([.. imported.Take(8)], SiteFile.Parse("", "sites.toml"), new ImportChoices());
        Claim.Holds(plan.Count == Math.Min(8, imported.Count) - imported.Take(8).Count(static one => one.Site is null));
    }
}
