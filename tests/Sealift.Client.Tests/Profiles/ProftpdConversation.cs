namespace Sealift.Client.Tests.Profiles;

/// <summary>ProFTPD 1.3: knows nearly everything.</summary>
internal sealed class ProftpdConversation : FamilyConversation
{
    public override string Id => "proftpd";

    public override string ListCommand => "MLSD";

    protected override string Greeting => "220 ProFTPD Server (Debian) [192.0.2.1]";

    protected override string[] Features =>
    [
        "AUTH TLS",
        "CCC",
        "CLNT",
        "EPRT",
        "EPSV",
        "HOST",
        "LANG C.UTF-8*",
        "MDTM",
        "MFF modify;UNIX.group;UNIX.mode;",
        "MFMT",
        "MLST modify*;perm*;size*;type*;unique*;UNIX.group*;UNIX.mode*;UNIX.owner*;",
        "PBSZ",
        "PROT",
        "REST STREAM",
        "SIZE",
        "SSCN",
        "TVFS",
        "UTF8",
    ];

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "200 UTF8 set to on",
    };

    protected override string[] Listing =>
    [
        "modify=20250409101112;perm=flcdmpe;type=cdir;unique=FE01U2;UNIX.group=65534;UNIX.mode=0755;UNIX.owner=65534; .",
        "modify=20250409101112;perm=adfrw;size=19;type=file;unique=FE01U1;UNIX.group=65534;UNIX.mode=0644;UNIX.owner=65534; REPORT.TXT",
    ];
}
