namespace Sealift.Client.Tests.Profiles;

/// <summary>pyftpdlib: knows no OPTS but that of MLST.</summary>
internal sealed class PyftpdlibConversation : FamilyConversation
{
    public override string Id => "pyftpdlib";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "TYPE I", "EPSV", "NOOP"];

    public override string ListCommand => "MLSD";

    protected override string Greeting => "220 pyftpdlib 1.5.7 ready.";

    protected override string[] Features =>
    [
        "AUTH SSL",
        "AUTH TLS",
        "EPRT",
        "EPSV",
        "MDTM",
        "MFMT",
        "MLST type*;perm*;size*;modify*;unique*;unix.mode;unix.uid;unix.gid;",
        "PBSZ",
        "PROT",
        "REST STREAM",
        "SIZE",
        "TVFS",
        "UTF8",
    ];

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "501 Unsupported command \"UTF8\".",
    };

    protected override string[] Listing =>
    [
        "type=file;perm=radfwMT;size=19;modify=20250409101112;unique=fe01g1; REPORT.TXT",
    ];
}
