using Sealift.Core.Listings;

namespace Sealift.Fuzz.Listings;

/// <summary>What lines of each dialect are made of.</summary>
internal static class DialectWords
{
    public static IReadOnlyList<string> Of(ListingDialect? dialect) => dialect switch
    {
        ListingDialect.Unix => ["-rw-r--r--", "drwxr-xr-x", "lrwxrwxrwx 1 a b 5", "total 12", "Jan 31 12:30", "Feb 29  2020", "24:00", "33.5k", "0100644", "2024-02-03 04:05:06.1 +0100", "crw-r----- 1 r k 0, 27"],
        ListingDialect.ConnectEnterprise => ["-C--E-----FTP", "-ARTE-----TCP", "A", "B", "cd", "Apr 04", "04,"],
        ListingDialect.NetPresenz => ["folder", "-------r--", "0", "1234", "2", "Jan 31 12:30"],
        ListingDialect.Dos => ["04-27-00", "2004-04-27", "27.04.2004", "12:09PM", "23:59", "<DIR>", "<JUNCTION>", "[C:\\x]", "1,234"],
        ListingDialect.Eplf => ["+i1,m825718503,r,s280,\t", "+/,", "m", "s", "r", "up644,", ",", "\tx"],
        ListingDialect.Vms => ["A.B;1", "1/3", "4-NOV-1994 14:09", "[G,O]", "(RWED,RWED,RE,)", "X.DIR;1", "%RMS-E-PRV,", "Directory D:[A]", "Total of 1 file"],
        ListingDialect.Mvs => ["WPTA01 3390 2004/03/04 1 3 FB 80 3125 PO", "**NONE**", "VSAM", "Migrated", "ARCIVE", "01.03", "A.B.C", "00B308", "JOB00001", "OUTPUT", "PATH"],
        ListingDialect.Vm => ["PROFILE", "EXEC", "V", "F", "80", "DIR", "-", "12/31/99", "2020-01-31", "12:30:00"],
        ListingDialect.Os400 => ["QSYS", "77824", "02/23/00 15:09:55", "*DIR", "*STMF", "*FILE", "*MEM", "A.FILE/B.MBR", "31.12.99"],
        ListingDialect.NonStop => ["101", "16354", "04-Mar-03 12:30:00", "255,", "13", "\"oooo\"", "O"],
        ListingDialect.NetWare => ["d [R----F--]", "- [RWCEAFMS]", "d[RWCEMFA]", "admin", "214059", "Oct 20 15:27"],
        ListingDialect.Os2 => ["0", "DIR", "A", "04-23-103", "12-29-92", "20:20", "1,024"],
        ListingDialect.Os9 => ["20.20", "07/03/29 1026", "d-ewrewr", "2650", "85920", "0.0"],
        ListingDialect.Wfftp => ["Thur.", "Wed.", "10/15/98", "2,048", "12:30"],
        ListingDialect.VxWorks => ["512", "Jan-01-1980", "Feb-28-1998", "02:00:00", "<DIR>"],
        ListingDialect.VShell => ["206876", "Apr 04, 2000", "21:06", "bin/"],
        ListingDialect.Chameleon => ["<DIR>", "A", "R", "Nov 16 1994", "17:16", "1,024", "07/20/98"],
        ListingDialect.Dls => ["=", "0", "bin/", "a description in words", "Jan 31 2000", "-"],
        _ => ["-rw-r--r-- 1 a b 5 Jan  1  2020 x", "02-05-01  05:52PM  <DIR>  x", "+i1,m5,r,s3,\tx", "A.B;1 1/3 4-NOV-1994 14:09", "QSYS 77824 02/23/00 15:09:55 *DIR x", "total 1", "226 ok"],
    };
}
