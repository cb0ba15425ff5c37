using Sealift.Sites;

namespace Sealift.Fuzz.Sites;

/// <summary>The file of saved sites, in TOML: refused with file and line, or read so that every site can be written, changed and removed.</summary>
internal sealed class SitesTarget : FuzzTarget
{
    public override string Name => "sites";

    public override IReadOnlyList<string> Words =>
        [.. SiteKeys.All.Select(static key => $"{key.Name} = "), "[a]\n", "[\"a.b\"]\n", "[[a]]\n", "[a.b]\n", "host = \"h\"\n", "true", "false", "\"", "'''", "\"\"\"", "\\u0000", "[", "]", "{", "}", "#", "=", "1e5", "0x10", "+21", "1_0", "nan", "\r\n", "\n", "implicit"];

    public override int MemoryPerByte => 30_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = FuzzText.Of(input);
        SiteFile file;
        try
        {
            file = SiteFile.Parse(text, "sites.toml");
        }
        catch (SiteException e)
        {
            Claim.Holds(e.Failure == SiteFailure.NotValid && e.Message.StartsWith("sites.toml, line ", StringComparison.Ordinal) && e.Hint is { Length: > 0 });
            return;
        }

        Claim.Same(text, file.Text);
        var count = file.Sites.Count();
        foreach (var site in file.Sites.Take(3).ToList()) CheckSite(file, site, count);
    }

    private static void CheckSite(SiteFile file, Site site, int count)
    {
        SiteCheck.Run(site);
        Claim.Same(file.Text, file.With(site).Text);
        var changed = file.With(site.With(site.Values.With(SiteKeys.Find("description")!, "\u00E9 \"\\ x")));
        Claim.Holds(changed.Sites.Count() == count && changed.Find(site.Name)!.Description == "\u00E9 \"\\ x");
        Claim.Holds(changed.Sites.Where(other => other.Name != site.Name).All(other => other.SaysTheSame(file.Find(other.Name)!)));
        var without = file.Without(site.Name);
        Claim.Holds(without.Sites.Count() == count - 1 && without.Find(site.Name) is null);
        Claim.Holds(without.With(site).Find(site.Name)!.SaysTheSame(site));
        if (file.Find("other.name") is null) Claim.Holds(file.Renamed(site.Name, "other.name").Find("other.name")!.SaysTheSame(site));
    }
}
