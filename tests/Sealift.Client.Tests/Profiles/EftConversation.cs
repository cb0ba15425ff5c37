namespace Sealift.Client.Tests.Profiles;

/// <summary>Globalscape EFT: answers 202 to what it finds superfluous, and MLSD with many facts.</summary>
internal sealed class EftConversation : FamilyConversation
{
    public override string Id => "eft";

    public override string ListCommand => "MLSD";

    protected override string Greeting => "220 EFT Server Enterprise 8.0.0.0 ready";

    protected override string[] Features =>
    [
        "AUTH TLS",
        "AUTH SSL",
        "PBSZ",
        "PROT",
        "CCC",
        "CLNT",
        "COMB",
        "EPRT",
        "EPSV",
        "LANG EN*",
        "MDTM",
        "MFMT",
        "MLST type*;size*;modify*;create*;perm*;",
        "MODE Z",
        "REST STREAM",
        "SIZE",
        "UTF8",
        "XCRC",
    ];

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "202 Command not implemented, superfluous at this site.",
    };

    protected override string[] Listing =>
    [
        "type=file;size=19;modify=20250409101112;create=20250409101112;perm=rw; REPORT.TXT",
    ];
}
