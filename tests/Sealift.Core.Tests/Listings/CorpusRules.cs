using System.Globalization;
using System.Text.Json;

namespace Sealift.Core.Tests.Listings;

/// <summary>Where the sources of the corpus contradict each other: what was chosen, and so what counts as right.</summary>
internal sealed class CorpusRules(string dialect, bool isBinding)
{
    public static CorpusRules Of(JsonElement record) => new(
        SharedListings.Text(record, "dialect")!, SharedListings.Text(record, "use") == "any");

    /// <summary>OS/400: the order of the date may stay open.</summary>
    public bool AcceptsNoTime => dialect == "os400" && !isBinding;

    /// <summary>Hundredths of a second are cut off on VMS, as most sources do.</summary>
    public string? Time(string? expected) =>
        dialect == "vms" && expected?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? expected[..dot] : expected;

    /// <summary>VMS names are kept as the server wrote them, with their version; directories without ".DIR;1".</summary>
    public bool AcceptsName(FtpEntry entry, string name) =>
        entry.Name == name
        || (dialect == "vms" && !isBinding
            && (entry.Kind == FtpEntryKind.Directory ? entry.Name + ".DIR" == name : entry.Name.StartsWith(name + ";", StringComparison.Ordinal)));

    /// <summary>
    /// z/VM and MVS state no length in bytes. VMS counts blocks, which some sources take for bytes: then it must be marked. The
    /// length of a member of OS/400 is not stated, which one source calls zero.
    /// </summary>
    public bool AcceptsSize(FtpEntry entry, decimal size) => dialect switch
    {
        "mvs" or "zvm" or "vm-cms" => entry.Size is null || Modes(entry),
        "vms" => entry.IsSizeApproximate && (entry.Size == size || (!isBinding && entry.Size == size * 512)),
        "os400" when !isBinding && size == 0 => entry.Size is null,
        _ => size > long.MaxValue ? entry.Size is null : entry.Size?.ToString(CultureInfo.InvariantCulture) == size.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>As listed; some sources translate them, or keep the marks around them.</summary>
    public bool AcceptsPermissions(FtpEntry entry, string permissions) => dialect switch
    {
        "vms" or "enterprise-unix" => !isBinding || entry.Permissions == permissions,
        "netware" or "netware-hellsoft" => entry.Permissions is { } own && permissions.Contains(own, StringComparison.Ordinal),
        "nonstop" => entry.Permissions == permissions.Trim('"'),
        _ => entry.Permissions == permissions || entry.Permissions == permissions[1..].TrimEnd('+'),
    };

    // z/OS lists its UNIX files as Unix does.
    private static bool Modes(FtpEntry entry) => entry.Permissions is not null;
}
