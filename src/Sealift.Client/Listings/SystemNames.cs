using Sealift.Core.Listings;
using Sealift.Core.Wire;

namespace Sealift.Client.Listings;

/// <summary>
/// The dialect that a system lists in, by its name in the reply to SYST: RFC 959 section 4.1.3 makes the first word an official name of
/// the list of Assigned Numbers.
/// </summary>
internal static class SystemNames
{
    /// <summary>The dialect, or null when the name says none. UNIX is what most servers say, and says nothing.</summary>
    public static ListingDialect? FindDialect(FtpReply reply)
    {
        if (reply.Code != 215) return null;
        foreach (var line in reply.Lines)
        {
            var text = line.AsSpan().TrimStart();
            var end = text.IndexOfAny(" ,;:\t");
            if (Find(end < 0 ? text : text[..end]) is { } dialect) return dialect;
        }

        return null;
    }

    private static ListingDialect? Find(ReadOnlySpan<char> name)
    {
        Span<char> upper = stackalloc char[16];
        var length = name.Length <= upper.Length ? name.ToUpperInvariant(upper) : 0;
        return upper[..length] switch
        {
            "MVS" or "Z/OS" or "OS/390" => ListingDialect.Mvs,
            "VM" or "VM/ESA" or "Z/VM" or "VM/CMS" => ListingDialect.Vm,
            "VMS" or "OPENVMS" => ListingDialect.Vms,
            "OS/400" or "OS400" => ListingDialect.Os400,
            "OS/2" => ListingDialect.Os2,
            "OS9" or "OS-9" => ListingDialect.Os9,
            "NETWARE" => ListingDialect.NetWare,
            "TANDEM" or "NONSTOP" or "GUARDIAN" => ListingDialect.NonStop,
            "MACOS" => ListingDialect.NetPresenz,
            "VXWORKS" => ListingDialect.VxWorks,
            "WINDOWS_NT" or "MSDOS" or "WIN32" => ListingDialect.Dos,
            _ => null,
        };
    }
}
