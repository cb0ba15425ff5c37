using System.Collections.Frozen;
using System.Net;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Sites;

// To add a setting: declare it here and name it in All at the end, which is the order of every manual. That gives the option --name and
// the key "name" of a saved site. Its help is the manual: what it means, its default and, where a value is not obvious, an example.

/// <summary>Every setting of a connection, declared once.</summary>
public static class KnownSettings
{
    private static readonly string[] TlsVersions = ["1.2", "1.3"];

    private static readonly FrozenDictionary<string, FtpAuthMechanism> Mechanisms = new Dictionary<string, FtpAuthMechanism>
    {
        ["TLS"] = FtpAuthMechanism.Tls,
        ["SSL"] = FtpAuthMechanism.Ssl,
        ["TLS-P"] = FtpAuthMechanism.TlsP,
        ["TLS-C"] = FtpAuthMechanism.TlsC,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    internal static ConnectionSetting User { get; } = ConnectionSetting.Text(
        "user", "NAME", "Who logs in, if the URL does not say. Without one anywhere: the anonymous user.", alias: "-u").In(SettingGroup.Login, "User");

    internal static ConnectionSetting PasswordFile { get; } = ConnectionSetting.Text(
        "password-file", "FILE", "The password is the first line of this file; - reads it from stdin.", isFile: true).In(SettingGroup.Login, "Password file");

    internal static ConnectionSetting Pin { get; } = ConnectionSetting.List(
        "pin", "PIN", "Trust only this key of the server: sha256//BASE64 or SHA256:hex of its SPKI. May be given again.",
        check: value => SpkiPin.TryParse(value, out _) ? null : "takes a pin: sha256// and 44 characters of base64, or SHA256: and 64 hex digits").In(SettingGroup.Trust, "Pinned keys");

    internal static ConnectionSetting Ca { get; } = ConnectionSetting.Text(
        "ca", "FILE", "Trust servers whose certificate chains to these PEM certificates, instead of the system's.", isFile: true).In(SettingGroup.Trust, "Authorities");

    internal static ConnectionSetting Crl { get; } = ConnectionSetting.List(
        "crl",
        "FILE",
        "Refuse servers whose certificate was taken back, by this revocation list (PEM or DER); give it again for each authority of the chain. "
        + "A list that is missing, outdated or not signed by its authority refuses too. Nothing is fetched.",
        isFile: true).In(SettingGroup.Trust, "Revocation lists");

    internal static ConnectionSetting CrlOptional { get; } = ConnectionSetting.Flag(
        "crl-optional", "With --crl: an authority of the chain for which no list was given passes unchecked.").In(SettingGroup.Trust, "Authorities without a list pass");

    internal static ConnectionSetting Insecure { get; } = ConnectionSetting.Flag(
        "insecure", "Accept any certificate. Anybody in between can read and change everything; warns each time.").In(SettingGroup.Unprotected, "Accept any certificate");

    internal static ConnectionSetting Certificate { get; } = ConnectionSetting.Text(
        "cert",
        "FILE",
        "The client certificate: PEM with its chain, DER or PFX. SEALIFT_CERT_PASSWORD opens an encrypted one, or a prompt. \"sealift cert new\" makes one.", isFile: true).In(SettingGroup.Login, "Client certificate");

    internal static ConnectionSetting Key { get; } = ConnectionSetting.Text(
        "key", "FILE", "The private key of --cert, if it is in a file of its own.", isFile: true).In(SettingGroup.Login, "Private key");

    internal static ConnectionSetting TlsMin { get; } = ConnectionSetting.Choice(
        "tls-min", TlsVersions, "The oldest TLS version accepted: 1.2 (default) or 1.3.", (options, value) => options with { MinTlsVersion = Version(value) }).In(SettingGroup.Encryption, "Oldest TLS version");

    internal static ConnectionSetting TlsMax { get; } = ConnectionSetting.Choice(
        "tls-max", TlsVersions, "The newest TLS version offered: 1.2 or 1.3 (default).", (options, value) => options with { MaxTlsVersion = Version(value) }).In(SettingGroup.Encryption, "Newest TLS version");

    internal static ConnectionSetting Timeout { get; } = ConnectionSetting.Number(
        "timeout",
        "SECONDS",
        (0.001, 86_400),
        "How long to wait for a connection (default 15), a reply (60) or a stalled transfer (60).",
        (options, seconds) =>
        {
            var limit = TimeSpan.FromSeconds(seconds);
            return options with { ConnectTimeout = limit, ReplyTimeout = limit, StallTimeout = limit };
        }).In(SettingGroup.Connection, "Time limit");

    internal static ConnectionSetting Profile { get; } = ConnectionSetting.Choice(
        "profile",
        [.. ServerProfile.Ids, ServerProfile.None],
        "Treat the server as one of this family, where it is not recognised by what it says; none: as the standards say. "
        + "\"sealift stat --server URL\" shows which profile is in force, why, and what it changes. Example: --profile zos.",
        (options, value) => options with { Profile = value }).In(SettingGroup.Server, "Kind of server");

    internal static ConnectionSetting Plaintext { get; } = ConnectionSetting.Flag(
        "plaintext", "No TLS at all: the password and every byte travel in clear text; warns each time.").In(SettingGroup.Unprotected, "No TLS at all");

    internal static ConnectionSetting Active { get; } = ConnectionSetting.Flag(
        "active",
        "Active mode: the server connects to this machine for every listing and file, which must be reachable from it. Default: passive.",
        options => options with { DataMode = FtpDataMode.Active }).In(SettingGroup.Connection, "Active mode");

    internal static ConnectionSetting ActivePorts { get; } = ConnectionSetting.Text(
        "active-ports",
        "FROM-TO",
        "With --active: the ports to wait on, such as those a firewall lets through: 50000-50099. Default: any free one.",
        (options, value) => options with { ActivePorts = PortRange.TryParse(value, out var ports) ? ports : null },
        value => PortRange.TryParse(value, out _) ? null : "takes a range of ports such as 50000-50099").In(SettingGroup.Connection, "Ports of active mode");

    internal static ConnectionSetting ActiveAddress { get; } = ConnectionSetting.Text(
        "active-address",
        "ADDRESS",
        "With --active: the address to tell the server, where a router hides this machine's own: 203.0.113.9. Default: the one it is connected from.",
        (options, value) => options with { ActiveAddress = IPAddress.Parse(value) },
        value => IPAddress.TryParse(value, out _) ? null : "takes an IPv4 or IPv6 address").In(SettingGroup.Connection, "Address of active mode");

    internal static ConnectionSetting EpsvAll { get; } = ConnectionSetting.Flag(
        "epsv-all",
        "Promise the server (EPSV ALL) to ask for data ports with EPSV alone, for routers that help only then; PASV is never sent. Default: off.",
        options => options with { EpsvAll = true }).In(SettingGroup.Connection, "EPSV only");

    /// <summary>The value of <see cref="Proxy"/> for a direct connection.</summary>
    internal const string NoProxy = "none";

    internal static ConnectionSetting Proxy { get; } = ConnectionSetting.Text(
        "proxy",
        "URL",
        "Go through a proxy, data connections too: http://HOST:PORT (CONNECT), socks5://, socks4a:// (both resolve names there), or ftp:// (an FTP "
        + "proxy, which reads everything), with USER@ before HOST where it wants a login; SEALIFT_PROXY_PASSWORD has its password. Without this: "
        + "ALL_PROXY, unless NO_PROXY names the host. none connects directly.",
        check: ProxyProblem).In(SettingGroup.Connection, "Proxy");

    internal static ConnectionSetting VaultPassphraseFile { get; } = ConnectionSetting.Text(
        "vault-passphrase-file",
        "FILE",
        "For a saved site: the first line of this file opens the vault, instead of a question. Default: SEALIFT_VAULT_PASSPHRASE_FILE.",
        isFile: true,
        isSaved: false).In(SettingGroup.Login, "Passphrase file of the vault");

    internal static ConnectionSetting Auth { get; } = ConnectionSetting.List(
        "auth",
        "MECHANISM",
        "How explicit TLS is asked for: TLS, SSL, TLS-P or TLS-C. Given again: tried in this order. Default: all four, in this order. "
        + "Example: --auth SSL for a server that drops the line at AUTH TLS.",
        (options, values) => options with { AuthMechanisms = [.. values.Select(Mechanism)] },
        value => Mechanisms.ContainsKey(value) ? null : "takes TLS, SSL, TLS-P or TLS-C").In(SettingGroup.Encryption, "Ways to ask for TLS");

    internal static ConnectionSetting ImplicitHandshake { get; } = ConnectionSetting.Choice(
        "implicit-handshake",
        ["before-greeting", "after-greeting"],
        "When TLS begins with ftps://: before the server's greeting (default), or after a greeting in clear text, as z/OS has it on port 990.",
        (options, value) => options with
        {
            ImplicitHandshake = value == "after-greeting" ? FtpImplicitHandshake.AfterGreeting : FtpImplicitHandshake.BeforeGreeting,
        }).In(SettingGroup.Encryption, "Start of implicit TLS");

    internal static ConnectionSetting VirtualHost { get; } = ConnectionSetting.Text(
        "virtual-host",
        "HOST",
        "Names this host to the server before the login (HOST, RFC 7151), where one address serves many. No port; no password is sent if the "
        + "server does not know the host. Example: --virtual-host files.example.org.",
        (options, value) => options with { VirtualHost = value },
        value => IsVirtualHost(value) ? null : "takes a host name or an address, without a port").In(SettingGroup.Server, "Virtual host");

    internal static ConnectionSetting Encoding { get; } = ConnectionSetting.Text(
        "encoding",
        "NAME",
        "The encoding of names on the server: utf-8 (default), latin1, windows-1252, windows-1251, koi8-r, shift_jis, euc-jp, gb18030, big5, "
        + "euc-kr and others. Bytes that it cannot read are kept: shown as \\xe9, written %E9 in a URL.",
        (options, value) => options with { TextEncoding = FtpTextEncoding.Find(value)! },
        value => FtpTextEncoding.Find(value) is null ? "takes an encoding that can carry commands, such as utf-8, latin1, windows-1252 or shift_jis" : null).In(SettingGroup.Server, "Encoding of names");

    internal static ConnectionSetting Language { get; } = ConnectionSetting.Text(
        "language",
        "TAG",
        "The language of the server's replies (LANG): en or de-AT, for example. A server that does not take it goes on in its own.",
        (options, value) => options with { Language = value },
        value => value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '*') ? null : "takes a language tag such as en or de-AT").In(SettingGroup.Server, "Language of replies");

    internal static ConnectionSetting ClientName { get; } = ConnectionSetting.Text(
        "client-name",
        "NAME",
        "Tells servers that list CLNT this name of the client; some want one before they speak UTF-8. Default: nothing is told. "
        + "Example: --client-name Sealift.",
        (options, value) => options with { ClientName = value },
        static value => value.Any(char.IsControl) ? "takes a name without control characters" : null).In(SettingGroup.Server, "Name of the client");

    internal static ConnectionSetting KeepAlive { get; } = ConnectionSetting.Number(
        "keep-alive",
        "SECONDS",
        (1, 86_400),
        "Says NOOP after this many idle seconds, against servers that end idle sessions. Default: never.",
        (options, seconds) => options with { KeepAlive = TimeSpan.FromSeconds(seconds) }).In(SettingGroup.Connection, "Keep alive");

    internal static ConnectionSetting DataClear { get; } = ConnectionSetting.Flag(
        "data-clear",
        "Files and listings travel in clear text (PROT C), only the login and the commands are protected; warns each time.",
        options => options with { ClearDataUnsafe = true }).In(SettingGroup.Unprotected, "Files in clear text");

    internal static ConnectionSetting Ccc { get; } = ConnectionSetting.Flag(
        "ccc",
        "After the login commands return to clear text (CCC), for firewalls that read them; files stay protected; warns each time.",
        options => options with { ClearCommandsUnsafe = true }).In(SettingGroup.Unprotected, "Commands in clear text");

    /// <summary>All of them, in the order of the manual.</summary>
    public static IReadOnlyList<ConnectionSetting> All { get; } =
        [
            User, PasswordFile, VaultPassphraseFile, Pin, Ca, Crl, CrlOptional, Insecure, Certificate, Key, TlsMin, TlsMax, Timeout,
            Auth, ImplicitHandshake, VirtualHost, Encoding, Language, ClientName, KeepAlive,
            Active, ActivePorts, ActiveAddress, EpsvAll, Proxy, Profile, DataClear, Ccc, Plaintext,
        ];

    /// <summary>The setting of this name; null if there is none.</summary>
    public static ConnectionSetting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    // The text itself is not repeated: there may be a password in it.
    private static string? ProxyProblem(string value)
    {
        if (value == NoProxy) return null;
        if (!FtpProxy.TryParse(value, out var proxy)) return "takes http://, socks5://, socks4a:// or ftp:// with [USER@]HOST[:PORT], or none";
        return proxy.HasPassword ? "takes no password, which others could see; put it into SEALIFT_PROXY_PASSWORD" : null;
    }

    private static FtpAuthMechanism Mechanism(string text) => Mechanisms[text];

    private static bool IsVirtualHost(string text)
    {
        try
        {
            return new FtpClientOptions { Host = text, VirtualHost = text }.VirtualHost is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static TlsVersion Version(string text) => text == "1.3" ? TlsVersion.Tls13 : TlsVersion.Tls12;
}
