using Sealift.Core;

namespace Sealift.Client.Tests.Profiles;

/// <summary>vsftpd 3: no MLSD, and LIST hides names with a leading dot.</summary>
internal sealed class VsftpdConversation : FamilyConversation
{
    public override string Id => "vsftpd";

    public override string ListCommand => "LIST -a";

    protected override string Greeting => "220 (vsFTPd 3.0.3)";

    protected override string[] Features =>
    [
        "AUTH TLS",
        "UTF8",
        "EPRT",
        "EPSV",
        "MDTM",
        "PASV",
        "PBSZ",
        "PROT",
        "REST STREAM",
        "SIZE",
        "TVFS",
    ];

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "200 Always in UTF8 mode.",
    };

    protected override string[] Listing =>
    [
        "-rw-r--r--    1 ftp      ftp            19 Apr 09 10:11 REPORT.TXT",
        "-rw-r--r--    1 ftp      ftp             5 Apr 09 10:11 .profile",
    ];

    public override FtpEntry[] Entries => [.. base.Entries, new FtpEntry { Name = ".profile", Kind = FtpEntryKind.File, Size = 5 }];
}
