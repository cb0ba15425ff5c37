using Sealift.Core;

namespace Sealift.Sites;

/// <summary>The keys of a saved site: its address and what a person says about it, then every setting of a connection.</summary>
public static class SiteKeys
{
    internal const string Explicit = "explicit";
    internal const string Implicit = "implicit";

    internal static ConnectionSetting Host { get; } = ConnectionSetting.Text(
        "host", "HOST", "The server: a name or an address.", check: HostProblem).In(SettingGroup.Address, "Host");

    internal static ConnectionSetting Port { get; } = ConnectionSetting.Number(
        "port", "PORT", (1, 65_535), "The port; default 21, or 990 with implicit TLS.", isWhole: true).In(SettingGroup.Address, "Port");

    internal static ConnectionSetting Mode { get; } = ConnectionSetting.Choice(
        "mode", [Explicit, Implicit], "How TLS begins: explicit (AUTH TLS, the default) or implicit (from the first byte).").In(SettingGroup.Address, "TLS mode");

    internal static ConnectionSetting Path { get; } = ConnectionSetting.Text(
        "path", "PATH", "Where the site begins: a path from the login directory, or an absolute one. Default: the login directory.", check: PathProblem).In(SettingGroup.Address, "Start directory");

    internal static ConnectionSetting Description { get; } = ConnectionSetting.Text("description", "TEXT", "A few words about the site, for people.").In(SettingGroup.About, "Description");

    internal static ConnectionSetting Folder { get; } = ConnectionSetting.Text("folder", "NAME/NAME", "Where the site stands in lists, such as Work/Printers.").In(SettingGroup.About, "Folder");

    internal static ConnectionSetting Sessions { get; } = ConnectionSetting.Number(
        "sessions", "NUMBER", (1, 64), "How many sessions at once at most, where several are used; for a server that allows few. Default 4.", isWhole: true).In(SettingGroup.Connection, "Sessions at once");

    internal static ConnectionSetting Secrets { get; } = ConnectionSetting.List(
        "secrets",
        "KIND",
        "What the vault keeps for this site. Written by sealift.",
        check: value => Vaults.SecretKind.IsKnown(value) ? null : $"takes {string.Join(", ", Vaults.SecretKind.All)}").In(SettingGroup.Login, "Secrets in the vault");

    /// <summary>Those that are no setting of a connection, in their order in the file.</summary>
    public static IReadOnlyList<ConnectionSetting> Own { get; } = [Description, Folder, Host, Port, Mode, Path, Sessions, Secrets];

    /// <summary>All of them, in their order in the file.</summary>
    public static IReadOnlyList<ConnectionSetting> All { get; } = [.. Own, .. KnownSettings.All.Where(setting => setting.IsSaved)];

    /// <summary>The key of this name; null if there is none.</summary>
    public static ConnectionSetting? Find(string name) => All.FirstOrDefault(key => key.Name == name);

    private static string? HostProblem(string host)
    {
        try
        {
            _ = new FtpUrl(FtpTlsMode.Explicit, host);
            return null;
        }
        catch (ArgumentException)
        {
            return "takes the name or the address of a server";
        }
    }

    private static string? PathProblem(string path) => FtpPath.TryParse(path, out _) ? null : "takes a path on the server";
}
