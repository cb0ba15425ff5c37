namespace Sealift.Core.Listings;

/// <summary>The forms in which servers answer LIST: RFC 959 section 4.1.3 leaves it to each system.</summary>
public enum ListingDialect
{
    /// <summary>"ls -l" of Unix, with the deviations that servers made of it.</summary>
    Unix,

    /// <summary>Connect:Enterprise: lines like those of Unix, with flags in the place of the mode.</summary>
    ConnectEnterprise,

    /// <summary>Servers of the classic Mac OS (NetPresenz, Peter's server): sizes of two forks and their sum, "folder" for directories.</summary>
    NetPresenz,

    /// <summary>DIR of DOS and Windows, as IIS and Windows CE print it.</summary>
    Dos,

    /// <summary>EPLF, the easily parsed list format: facts, a tab, a name.</summary>
    Eplf,

    /// <summary>DIRECTORY of OpenVMS: NAME.TYPE;VERSION, sizes in blocks, lines that wrap.</summary>
    Vms,

    /// <summary>z/OS (MVS): data sets, members of a partitioned data set, jobs of JES.</summary>
    Mvs,

    /// <summary>z/VM and VM/CMS: file name and file type in columns.</summary>
    Vm,

    /// <summary>IBM i (OS/400): owner, size, date and an object type such as *FILE.</summary>
    Os400,

    /// <summary>HPE NonStop (Tandem, Guardian): file code, end of file, owner and security.</summary>
    NonStop,

    /// <summary>Novell NetWare, and the HellSoft server for it: rights in brackets.</summary>
    NetWare,

    /// <summary>OS/2: size, attributes, date, time, name.</summary>
    Os2,

    /// <summary>OS-9 of Microware: owner as two numbers, attributes, sector.</summary>
    Os9,

    /// <summary>WFTP of Nortel: name, size, date, weekday, time.</summary>
    Wfftp,

    /// <summary>VxWorks: size, date, time, name and &lt;DIR&gt;.</summary>
    VxWorks,

    /// <summary>Old VShell servers: size, date with a comma, time, name.</summary>
    VShell,

    /// <summary>SuperTCP and Chameleon: name, size or &lt;DIR&gt;, date, time, attributes.</summary>
    Chameleon,

    /// <summary>The "dls" servers: name, size, sometimes a date, and a description in words.</summary>
    Dls,
}
