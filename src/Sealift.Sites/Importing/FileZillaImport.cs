using System.Globalization;
using System.Text;
using System.Xml;
using Sealift.Sites.Vaults;

namespace Sealift.Sites.Importing;

/// <summary>
/// FileZilla's sitemanager.xml: Folder elements in one another, and Server elements. Protocol is 0 for FTP with TLS where the server has it, 3 for
/// implicit and 4 for explicit TLS, 6 for none; 1 is SFTP, and there are others. PasvMode is MODE_DEFAULT, MODE_ACTIVE or MODE_PASSIVE.
/// </summary>
internal static class FileZillaImport
{
    private const int MaxDepth = 32;

    public static IEnumerable<ImportedSite> Read(byte[] bytes, string path)
    {
        try
        {
            // A document type could name other files and grow without bound; FileZilla writes none.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = SiteImport.MaxBytes };
            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            var root = XmlBranch.Read(
                reader, MaxDepth, line => SiteImport.NotValid(path, line, $"folders stand in one another more than {MaxDepth} deep."));
            return [.. Servers(root, "")];
        }
        catch (XmlException e)
        {
            throw SiteImport.NotValid(path, e.LineNumber, "this is not the XML that FileZilla writes.", e);
        }
    }

    private static IEnumerable<ImportedSite> Servers(XmlBranch parent, string folder)
    {
        foreach (var element in parent.Branches)
        {
            if (element.Name == "Server") yield return Server(element, folder);
            else
            {
                var inside = element.Name == "Folder" ? $"{folder}{element.Text.Trim()}/" : folder;
                foreach (var server in Servers(element, inside)) yield return server;
            }
        }
    }

    private static ImportedSite Server(XmlBranch server, string folder)
    {
        // Old versions wrote the name as the text of the element.
        var name = Text("Name") ?? server.Text.Trim();
        var draft = new ImportDraft($"{folder}{(name.Length > 0 ? name.Replace('/', '-') : Text("Host"))}");
        SetProtocol(draft, Text("Protocol") ?? "0");
        draft.Set(SiteKeys.Host, Text("Host"));
        if (Text("Port") is not "0") draft.Set(SiteKeys.Port, Text("Port"));
        draft.Set(SiteKeys.Folder, folder.TrimEnd('/'));
        draft.Set(SiteKeys.Description, Text("Comments")?.ReplaceLineEndings(" "));
        var logon = Text("Logontype");
        if (logon != "0") draft.Set(KnownSettings.User, Text("User"));
        draft.Set(SiteKeys.Path, RemotePath(Text("RemoteDir")));

        SetSecrets(draft, server);
        if (Text("PasvMode") == "MODE_ACTIVE") draft.Set("active", "true", "It used active mode; here the data connections are passive.");
        if (Text("EncodingType") == "Custom" && Text("CustomEncoding") is { } encoding)
            draft.Set("encoding", encoding, $"It named files in {encoding}; here they are UTF-8.");
        if (Text("MaximumMultipleConnections") is { } many and not "0") draft.Set(SiteKeys.Sessions, many);
        if (Text("BypassProxy") == "1") draft.Note("It went past FileZilla's proxy; here a proxy is used only where one is named.");
        return draft.ToSite();

        string? Text(string element) => server.Find(element)?.Text.Trim() is { Length: > 0 } text ? text : null;
    }

    private static void SetProtocol(ImportDraft draft, string protocol)
    {
        switch (protocol)
        {
            case "0":
                draft.Note("It used TLS only where the server offered it; here TLS is required.");
                break;
            case "3":
                draft.Set(SiteKeys.Mode, SiteKeys.Implicit);
                break;
            case "4":
                break;
            case "6":
                draft.Note("It used no TLS at all; here TLS is required. For a server that has none: sealift site edit NAME --plaintext");
                break;
            case "1":
                draft.Refuse("Left out: it is an SFTP server, which is another protocol (SSH).");
                break;
            default:
                draft.Refuse("Left out: it is no FTP server.");
                break;
        }
    }

    private static void SetSecrets(ImportDraft draft, XmlBranch server)
    {
        if (server.Find("Account")?.Text is { Length: > 0 } account) draft.Keep(SecretKind.Account, account);
        if (server.Find("Pass") is not { Text.Length: > 0 } pass) return;
        switch (pass.Attribute("encoding"))
        {
            case null:
                draft.Keep(SecretKind.Password, pass.Text);
                break;
            case "base64":
                draft.Keep(SecretKind.Password, FromBase64(draft, pass.Text));
                break;
            default:
                draft.Note("Its password was left out: FileZilla sealed it with a master password.");
                break;
        }
    }

    private static string? FromBase64(ImportDraft draft, string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            draft.Note("Its password was left out: it is not the base64 that FileZilla writes.");
            return null;
        }
    }

    // "1 0 4 home 3 inn": the kind of path (1 is Unix), the length of a prefix and the prefix, then lengths and names.
    private static string? RemotePath(string? text)
    {
        var rest = text.AsSpan();
        if (Number(ref rest) != 1 || Number(ref rest) is not { } prefix || prefix > rest.Length) return null;
        rest = prefix > 0 ? rest[prefix..].TrimStart(' ') : rest;
        var path = new StringBuilder();
        while (Number(ref rest) is { } length && length <= rest.Length)
        {
            path.Append('/').Append(rest[..length]);
            rest = rest[length..].TrimStart(' ');
        }

        return path.Length > 0 && rest.IsEmpty ? path.ToString() : null;
    }

    private static int? Number(ref ReadOnlySpan<char> rest)
    {
        var space = rest.IndexOf(' ');
        var word = space < 0 ? rest : rest[..space];
        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        rest = space < 0 ? [] : rest[(space + 1)..];
        return number;
    }
}
