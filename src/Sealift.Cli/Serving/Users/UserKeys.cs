using System.Globalization;
using System.Net;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Server;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Serving.Users;

/// <summary>The keys of the file of users, in their order in the file.</summary>
internal static class UserKeys
{
    public const string CertificateIsEnough = "instead-of-password";
    public const string CertificateToo = "with-password";

    private const int MaxSessions = 10_000;

    private static readonly string[] RightNames = ["read", "write", "delete", "list", "overwrite"];

    public static UserKey Password { get; } = new("password", UserKeyKind.Text, "\"pbkdf2-sha256$600000$…\"", value =>
        FtpPassword.IsHash(value) ? null : "takes a hash, which \"sealift serve user passwd\" writes; never the password itself");

    public static UserKey Anonymous { get; } = new("anonymous", UserKeyKind.Flag, "true", _ => null);

    public static UserKey Root { get; } = new("root", UserKeyKind.Text, "\"/srv/files\"", value => value.Length > 0 ? null : "takes a directory");

    public static UserKey CreateRoot { get; } = new("create-root", UserKeyKind.Flag, "true", _ => null);

    public static UserKey Rights { get; } = new("rights", UserKeyKind.List, "[\"read\", \"list\"]", value =>
        FindRight(value) is null ? $"takes {string.Join(", ", RightNames)}" : null);

    public static UserKey Quota { get; } = new("quota", UserKeyKind.Size, "\"10G\"", value => SizeProblem(value, least: 0));

    public static UserKey RateDown { get; } = new("rate-down", UserKeyKind.Size, "\"2M\"", value => SizeProblem(value, least: 1));

    public static UserKey RateUp { get; } = new("rate-up", UserKeyKind.Size, "\"500k\"", value => SizeProblem(value, least: 1));

    public static UserKey Sessions { get; } = new("sessions", UserKeyKind.Number, "4", value =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxSessions ? null : $"takes a number from 1 to {MaxSessions}");

    public static UserKey AllowFrom { get; } = new("allow-from", UserKeyKind.List, "[\"192.0.2.0/24\", \"2001:db8::/32\"]", value =>
        FindNetwork(value) is null ? "takes addresses and networks, such as 192.0.2.7 and 192.0.2.0/24" : null);

    public static UserKey Pins { get; } = new("pin", UserKeyKind.List, "[\"sha256//…\"]", value =>
        SpkiPin.TryParse(value, out _) ? null : "takes pins, which \"sealift cert show FILE\" prints");

    public static UserKey PinUse { get; } = new("pin-use", UserKeyKind.Text, $"\"{CertificateToo}\"", value =>
        value is CertificateIsEnough or CertificateToo ? null : $"takes {CertificateIsEnough} or {CertificateToo}");

    /// <summary>Those of a user.</summary>
    public static IReadOnlyList<UserKey> OfUsers { get; } =
        [Password, Anonymous, Root, CreateRoot, Rights, Quota, RateDown, RateUp, Sessions, AllowFrom, Pins, PinUse];

    public static UserKey Certificate { get; } = new("cert", UserKeyKind.Text, "\"files.pem\"", value => value.Length > 0 ? null : "takes a file");

    public static UserKey CertificateKey { get; } = new("key", UserKeyKind.Text, "\"files.key\"", value => value.Length > 0 ? null : "takes a file");

    /// <summary>Those of a virtual host.</summary>
    public static IReadOnlyList<UserKey> OfHosts { get; } = [Certificate, CertificateKey];

    /// <summary>The right of a name; null if there is none.</summary>
    public static FtpRights? FindRight(string name) => name switch
    {
        "read" => FtpRights.Read,
        "write" => FtpRights.Write,
        "delete" => FtpRights.Delete,
        "list" => FtpRights.List,
        "overwrite" => FtpRights.Overwrite,
        _ => null,
    };

    /// <summary>A network, or one address; null for anything else.</summary>
    public static IPNetwork? FindNetwork(string text)
    {
        if (text.Contains('/')) return IPNetwork.TryParse(text, out var network) ? network : null;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }

    private static string? SizeProblem(string text, long least)
    {
        try
        {
            return AmountText.ReadSize("", text) >= least ? null : $"takes at least {least}";
        }
        catch (CommandException)
        {
            return "takes a number of bytes, or one with k, M, G or T";
        }
    }
}
