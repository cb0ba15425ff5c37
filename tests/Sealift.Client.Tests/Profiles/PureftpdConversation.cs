namespace Sealift.Client.Tests.Profiles;

/// <summary>Pure-FTPd with -b, for clients behind broken routers: a greeting of many lines, and no EPSV.</summary>
internal sealed class PureftpdConversation : FamilyConversation
{
    public override string Id => "pureftpd";

    public override string ListCommand => "MLSD";

    protected override string Greeting => "220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\n220-You are user number 1 of 50 allowed.\n220-Local time is now 10:11. Server port: 21.\n220 You will be disconnected after 15 minutes of inactivity.";

    protected override string[] Features =>
    [
        "UTF8",
        "EPRT",
        "IDLE",
        "MDTM",
        "SIZE",
        "MFMT",
        "REST STREAM",
        "MLST type*;size*;sizd*;modify*;UNIX.mode*;UNIX.uid*;UNIX.gid*;unique*;",
        "MLSD",
        "PRET",
        "AUTH TLS",
        "PBSZ",
        "PROT",
        "TVFS",
        "ESTA",
        "PASV",
        "EPSV",
        "ESTP",
    ];

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "200 OK, UTF-8 enabled",
        ["EPSV"] = "500 Unknown command",
        ["PRET"] = "200 OK",
    };

    protected override string[] Listing =>
    [
        "type=cdir;sizd=4096;modify=20250409101112;UNIX.mode=0755;UNIX.uid=65534;UNIX.gid=65534;unique=fe01g2; .",
        "type=file;size=19;modify=20250409101112;UNIX.mode=0644;UNIX.uid=65534;UNIX.gid=65534;unique=fe01g1; REPORT.TXT",
    ];
}
