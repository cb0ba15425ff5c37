using System.Globalization;
using System.Text;

namespace Sealift.Benchmarks;

/// <summary>Listings to measure: one typical line of a dialect, over and over with other names and sizes.</summary>
internal static class ListingText
{
    /// <summary>Lines by dialect; {0} is a number that grows, {1} one that goes from 10 to 28.</summary>
    public static IReadOnlyDictionary<string, string> Lines { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MLSD"] = "type=file;size={0};modify=20260315{1}0405;perm=adfrw;unique=801U{0};UNIX.mode=0644;UNIX.owner=1000;UNIX.group=1000; report {0}.pdf",
        ["NLST"] = "report {0}.pdf",
        ["Unix"] = "-rw-r--r--   1 anna     staff    {0,12} Jan {1} 11:59 report {0}.pdf",
        ["ConnectEnterprise"] = "-C--E-----FTP A PARTNER7     31007 {0,9} Jan {1} 07:15 ORDERS{0}",
        ["NetPresenz"] = "-rw-r--r--          0 {0,9} {0,9} Jan {1} 18:30 brochure {0}",
        ["Dos"] = "11-{1}-25  09:05AM {0,20} report {0}.pdf",
        ["Eplf"] = "+i7.{0},m1700003600,r,s{0},up644,\treport {0}.pdf",
        ["Vms"] = "REPORT{0}.PDF;1   {0}/{0}   {1}-JAN-2026 09:01:44  [STAFF,ANNA]   (RWED,RWED,RE,)",
        ["Vms, wrapped"] = "REPORT_WITH_A_LONG_NAME_{0}.PDF;1\r\n                 {0}/{0}   {1}-JAN-2026 09:01:44  [STAFF,ANNA]   (RWED,RWED,RE,)",
        ["Mvs"] = "PRD001 3390   2026/02/{1}  1   15  FB      80 27920  PS  PAYROLL.RUN{0}",
        ["Mvs, members"] = "M{0,-7} 01.07 2024/05/06 2026/01/{1} 16:45    88    60     3 ANNA",
        ["Vm"] = "F{0,-7} EXEC     V         78         40          1 2025-12-{1} 10:09:08 ANNA",
        ["Os400"] = "ANNA     {0,12} 31/01/25 09:31:{1} *STMF      report {0}.pdf",
        ["NonStop"] = "F{0,-7}     101   {0,12} {1}-Feb-26 13:14:15 200, 17 \"nunu\"",
        ["NetWare"] = "- [RWCEAFMS] anna                 {0,15} Jan {1} 12:13 report {0}.pdf",
        ["Os2"] = "{0,18}  A              02-{1}-98  09:56  REPORT {0}.PDF",
        ["Os9"] = "1.12     24/07/{1} 2210   ----r-wr      A01  {0,8} report{0}",
        ["Wfftp"] = "report{0}.pdf    {0}  02/{1}/06  Fri.   23:59:59",
        ["VxWorks"] = "{0,8}    Jan-{1}-2001  10:11:12   report{0}.pdf",
        ["VShell"] = "{0}  Jul {1}, 2001 14:15 report {0}.pdf",
        ["Chameleon"] = "R{0}.PDF   {0}      Feb {1} 1996 19:20   RA",
        ["Dls"] = "dir{0}/               =  Mar {1} 1999  What others have",
        ["nothing readable"] = "what is report {0} supposed to mean, on day {1}?",
    };

    /// <summary>A whole listing as a server sends it.</summary>
    public static byte[] Of(string dialect, int entries)
    {
        var format = CompositeFormat.Parse(Lines[dialect]);
        var text = new StringBuilder();
        for (var i = 0; i < entries; i++)
            text.AppendFormat(CultureInfo.InvariantCulture, format, 1000 + i, 10 + (i % 19)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
