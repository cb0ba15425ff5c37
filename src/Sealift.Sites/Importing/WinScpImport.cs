using System.Globalization;
using Sealift.Sites.Vaults;

namespace Sealift.Sites.Importing;

/// <summary>
/// WinSCP.ini: a section [Sessions\name] a server, names and values percent-encoded. FSProtocol 5 is FTP (nothing is SFTP); Ftps is 0 for
/// none, 1 for implicit, 2 and 3 for explicit TLS; FtpPasvMode 0 is active.
/// </summary>
internal static class WinScpImport
{
    private const string Prefix = "Sessions\\";

    public static IEnumerable<ImportedSite> Read(string text, string path)
    {
        var sections = Sections(text, path);
        var isSealed = sections.Exists(section => section.Values.GetValueOrDefault("UseMasterPassword") == "1");
        return sections
            .Where(section => section.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(section => (Name: Decode(section.Name[Prefix.Length..]), section.Values))
            .Where(section => section.Name != "Default Settings")
            .Select(section => Session(section.Name, section.Values, isSealed))
            .ToList();
    }

    private static ImportedSite Session(string name, Dictionary<string, string> values, bool isSealed)
    {
        var draft = new ImportDraft(name);
        if (Value("FSProtocol") != "5") draft.Refuse("Left out: it is no FTP server (WinSCP's other protocols are SFTP, SCP, WebDAV and S3).");
        switch (Value("Ftps"))
        {
            case "1":
                draft.Set(SiteKeys.Mode, SiteKeys.Implicit);
                break;
            case "2" or "3":
                break;
            default:
                draft.Note("It used no TLS at all; here TLS is required. For a server that has none: sealift site edit NAME --plaintext");
                break;
        }

        draft.Set(SiteKeys.Host, Value("HostName"));
        draft.Set(SiteKeys.Port, Value("PortNumber"));
        draft.Set(KnownSettings.User, Value("UserName"));
        draft.Set(SiteKeys.Path, Value("RemoteDirectory"));
        draft.Set(SiteKeys.Folder, name.Contains('/', StringComparison.Ordinal) ? name[..name.LastIndexOf('/')] : null);
        draft.Set(KnownSettings.Timeout, Value("Timeout"));
        draft.Set(KnownSettings.TlsMin, Version(Value("MinTlsVersion")));
        draft.Set(KnownSettings.TlsMax, Version(Value("MaxTlsVersion")));
        draft.Set(KnownSettings.Certificate, Value("TlsCertificateFile"));
        draft.Keep(SecretKind.Account, Value("FtpAccount"));
        if (Value("FtpPasvMode") == "0") draft.Set("active", "true", "It used active mode; here the data connections are passive.");
        if (Value("ProxyMethod") is not (null or "0")) draft.Note($"It used a proxy, {Value("ProxyHost")}, which was not carried over.");
        KeepPassword(draft, isSealed);
        return draft.ToSite();

        string? Value(string key) => values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

        void KeepPassword(ImportDraft target, bool isMaster)
        {
            if (Value("Password") is not { } scrambled) return;
            var password = isMaster ? null : WinScpPassword.Read(scrambled, Value("UserName") + Value("HostName"));
            if (password is not null) target.Keep(SecretKind.Password, password);
            else target.Note(isMaster ? "Its password was left out: WinSCP sealed it with a master password." : "Its password was left out: it is not what WinSCP writes.");
        }
    }

    private static List<(string Name, Dictionary<string, string> Values)> Sections(string text, string path)
    {
        var sections = new List<(string Name, Dictionary<string, string> Values)>();
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == ';') continue;
            var equals = line.IndexOf('=');
            if (line[0] == '[' && line[^1] == ']') sections.Add((line[1..^1].ToString(), new(StringComparer.OrdinalIgnoreCase)));
            else if (equals <= 0) throw SiteImport.NotValid(path, number, "this is neither a section nor a value.");
            else if (sections.Count > 0) sections[^1].Values[line[..equals].ToString()] = Decode(line[(equals + 1)..].ToString());
        }

        return sections;
    }

    // WinSCP marks what is UTF-8 with the three bytes that begin such files.
    private static string Decode(string text) => Uri.UnescapeDataString(text).TrimStart('\uFEFF');

    private static string? Version(string? number) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) switch
    {
        false => null,
        true when version >= 13 => "1.3",
        _ => "1.2",
    };
}
