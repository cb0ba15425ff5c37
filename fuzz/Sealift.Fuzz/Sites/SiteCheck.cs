using Sealift.Client;
using Sealift.Core;
using Sealift.Sites;

namespace Sealift.Fuzz.Sites;

/// <summary>What must hold of a site, wherever it came from.</summary>
internal static class SiteCheck
{
    public static void Run(Site site)
    {
        Claim.Holds(SiteName.IsValid(site.Name) && site.Port is > 0 and <= ushort.MaxValue && site.MaxSessions is null or (>= 1 and <= 64));
        var url = site.Url();
        Claim.Holds(FtpUrl.Parse(url.ToString()) == url && url.Password is null);
        foreach (var key in site.Values.Present)
            Claim.Holds(site.Values.FindAll(key) is { Count: > 0 } values && values.All(value => key.FindProblem(value) is null));
        var options = site.Values.ApplyTo(new FtpClientOptions { Host = site.Host, Credential = FtpCredential.Anonymous });
        Claim.Holds(options.Host == site.Host);

        // parse(format(x)) = x
        var file = SiteFile.Parse("", "sites.toml").With(site);
        Claim.Holds(SiteFile.Parse(file.Text, "sites.toml").Find(site.Name)!.SaysTheSame(site));
    }
}
