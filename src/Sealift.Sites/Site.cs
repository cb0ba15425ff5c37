using System.Globalization;
using Sealift.Core;

namespace Sealift.Sites;

/// <summary>A server that was set up once and is used by name. Immutable.</summary>
public sealed record Site
{
    /// <summary>Makes a site of its values.</summary>
    /// <param name="name">See <see cref="SiteName"/>.</param>
    /// <param name="values">The values of its keys (<see cref="SiteKeys"/>); the host at least.</param>
    /// <exception cref="ArgumentException">The name is not valid, or there is no host.</exception>
    public Site(string name, ConnectionSettings values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!SiteName.IsValid(name)) throw new ArgumentException(SiteName.Rule, nameof(name));
        if (values.Find(SiteKeys.Host) is null) throw new ArgumentException("A site needs a host.", nameof(values));
        Name = name;
        Values = values;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>All its keys with their values; for a session, the values of its settings.</summary>
    public ConnectionSettings Values { get; }

    /// <summary>The server.</summary>
    public string Host => Values.Find(SiteKeys.Host)!;

    /// <summary>The port in force, 1 to 65535.</summary>
    public int Port => Url().Port;

    /// <summary>Who logs in; null if the site does not say.</summary>
    public string? User => Values.Find(KnownSettings.User);

    /// <summary>Where it stands in lists, such as <c>Work/Printers</c>; empty at the top.</summary>
    public string Folder => Values.Find(SiteKeys.Folder) ?? "";

    /// <summary>A few words about it, for people; null if there are none.</summary>
    public string? Description => Values.Find(SiteKeys.Description);

    /// <summary>How many sessions at once it allows, for <see cref="Client.FtpClientPoolOptions.MaxSessions"/>; null if the site does not say.</summary>
    public int? MaxSessions => Values.Find(SiteKeys.Sessions) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;

    /// <summary>What the vault keeps for it (<see cref="Vaults.SecretKind"/>).</summary>
    public IReadOnlyList<string> Secrets => Values.FindAll(SiteKeys.Secrets);

    /// <summary>What of a URL no site can say: "user takes no control characters"; null if it can say everything.</summary>
    /// <param name="url">Its host, user and path may hold what no file of sites takes, such as U+0085.</param>
    public static string? FindProblem(FtpUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        foreach (var (key, value) in Says(url))
        {
            if (key.FindProblem(value) is { } problem) return $"{key.Name} {problem}";
        }

        return null;
    }

    /// <summary>A site for what a URL says.</summary>
    /// <param name="name">See <see cref="SiteName"/>.</param>
    /// <param name="url">Its host, port, mode, user and path are taken; its password is not.</param>
    /// <exception cref="ArgumentException">No site can say it; see <see cref="FindProblem"/>.</exception>
    public static Site From(string name, FtpUrl url) => new(name, Address(url, ConnectionSettings.None));

    /// <summary>The same site with other values.</summary>
    public Site With(ConnectionSettings values) => new(Name, values);

    /// <summary>The same site with one key changed.</summary>
    public Site With(ConnectionSetting key, params IReadOnlyList<string> values) => With(Values.With(key, values));

    /// <summary>The same site with another name; see <see cref="SiteName"/>.</summary>
    public Site Named(string name) => new(name, Values);

    /// <summary>The same site with, or without, a kind of secret among those that the vault keeps for it.</summary>
    /// <param name="kind">See <see cref="Vaults.SecretKind"/>.</param>
    /// <param name="isKept">Whether the vault keeps it.</param>
    public Site WithSecret(string kind, bool isKept)
    {
        var kinds = Secrets.Where(known => known != kind).Concat(isKept ? [kind] : []).ToList();
        return kinds.Count == 0 ? With(Values.Without(SiteKeys.Secrets)) : With(SiteKeys.Secrets, kinds);
    }

    /// <summary>Whether another site says the same, whatever it is called.</summary>
    public bool SaysTheSame(Site other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Values.Present.SequenceEqual(other.Values.Present)
            && Values.Present.All(key => Values.FindAll(key).SequenceEqual(other.Values.FindAll(key), StringComparer.Ordinal));
    }

    /// <summary>The same site at the address of a URL; what the URL does not say (port, user) is no longer said.</summary>
    /// <exception cref="ArgumentException">No site can say it; see <see cref="FindProblem"/>.</exception>
    public Site At(FtpUrl url) => With(Address(url, Values));

    /// <summary>The URL of a place on the site.</summary>
    /// <param name="path">Empty for where the site begins; relative to that, or absolute.</param>
    /// <exception cref="FormatException">The path is none.</exception>
    public FtpUrl Url(string path = "")
    {
        ArgumentNullException.ThrowIfNull(path);
        var start = Values.Find(SiteKeys.Path);
        var whole = (start, path) switch
        {
            (null, "") => "",
            (not null, "") => start,
            (not null, _) when path[0] != '/' => $"{start.TrimEnd('/')}/{path}",
            _ => path,
        };
        int? port = Values.Find(SiteKeys.Port) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        var mode = Values.Find(SiteKeys.Mode) == SiteKeys.Implicit ? FtpTlsMode.Implicit : FtpTlsMode.Explicit;

        // Where the site begins is a directory, written with a slash or without.
        var isDirectory = path.Length == 0 || path[^1] == '/';
        return new FtpUrl(mode, Host, port, User, password: null, whole.Length == 0 ? FtpPath.Home : FtpPath.Parse(whole), isDirectory);
    }

    /// <summary>The name and the address.</summary>
    public override string ToString() => $"{Name} ({Url()})";

    private static ConnectionSettings Address(FtpUrl url, ConnectionSettings values)
    {
        ArgumentNullException.ThrowIfNull(url);
        values = values.Without(SiteKeys.Port).Without(SiteKeys.Mode).Without(SiteKeys.Path);
        foreach (var (key, value) in Says(url)) values = values.With(key, value);
        return values;
    }

    private static IEnumerable<(ConnectionSetting Key, string Value)> Says(FtpUrl url)
    {
        yield return (SiteKeys.Host, url.Host);
        if (url.HasPort) yield return (SiteKeys.Port, url.Port.ToString(CultureInfo.InvariantCulture));
        if (url.Mode == FtpTlsMode.Implicit) yield return (SiteKeys.Mode, SiteKeys.Implicit);
        if (url.User is { } user) yield return (KnownSettings.User, user);
        if (url.Path != FtpPath.Home) yield return (SiteKeys.Path, url.Path.ToString());
    }
}
