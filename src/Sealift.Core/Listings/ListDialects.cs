using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>The formats by their dialect, and the order in which an unknown line is tried.</summary>
internal static class ListDialects
{
    /// <summary>Forms with unmistakable marks first; those that could take another's lines last.</summary>
    public static ReadOnlySpan<ListingDialect> Order =>
    [
        ListingDialect.Eplf,
        ListingDialect.ConnectEnterprise,
        ListingDialect.NetPresenz,
        ListingDialect.Unix,
        ListingDialect.Dos,
        ListingDialect.NetWare,
        ListingDialect.Vms,
        ListingDialect.Os400,
        ListingDialect.Mvs,
        ListingDialect.Vm,
        ListingDialect.NonStop,
        ListingDialect.Os2,
        ListingDialect.Os9,
        ListingDialect.VxWorks,
        ListingDialect.VShell,
        ListingDialect.Chameleon,
        ListingDialect.Wfftp,
        ListingDialect.Dls,
    ];

    public static bool TryParse(
        ListingDialect dialect, ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        return dialect switch
        {
            ListingDialect.Eplf => EplfListFormat.TryParse(line, context, out entry),
            ListingDialect.ConnectEnterprise => ConnectEnterpriseListFormat.TryParse(line, context, out entry),
            ListingDialect.NetPresenz => NetPresenzListFormat.TryParse(line, context, out entry),
            ListingDialect.Unix => UnixListFormat.TryParse(line, context, out entry),
            ListingDialect.Dos => DosListFormat.TryParse(line, context, out entry),
            ListingDialect.NetWare => NetWareListFormat.TryParse(line, context, out entry),
            ListingDialect.Vms => VmsListFormat.TryParse(line, context, out entry),
            ListingDialect.Os400 => Os400ListFormat.TryParse(line, context, out entry),
            ListingDialect.Mvs => MvsListFormat.TryParse(line, context, out entry),
            ListingDialect.Vm => VmListFormat.TryParse(line, context, out entry),
            ListingDialect.NonStop => NonStopListFormat.TryParse(line, context, out entry),
            ListingDialect.Os2 => Os2ListFormat.TryParse(line, context, out entry),
            ListingDialect.Os9 => Os9ListFormat.TryParse(line, context, out entry),
            ListingDialect.VxWorks => VxWorksListFormat.TryParse(line, context, out entry),
            ListingDialect.VShell => VShellListFormat.TryParse(line, context, out entry),
            ListingDialect.Chameleon => ChameleonListFormat.TryParse(line, context, out entry),
            ListingDialect.Wfftp => WfftpListFormat.TryParse(line, context, out entry),
            ListingDialect.Dls => DlsListFormat.TryParse(line, context, out entry),
            _ => false,
        };
    }

    /// <summary>Whether an entry of this dialect may have its name on one line and the rest on the next.</summary>
    public static bool Wraps(ListingDialect dialect) => dialect is ListingDialect.Vms or ListingDialect.Dls;
}
