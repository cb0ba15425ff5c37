using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>z/OS: data sets, no SIZE for them, names of qualifiers with at most 8 letters and digits.</summary>
internal sealed class ZosConversation : FamilyConversation
{
    public override string Id => "zos";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "TYPE I", "EPSV", "NOOP"];

    public override string ListCommand => "LIST";

    protected override string Greeting => "220-FTPD1 IBM FTP CS V2R4 at SYS1.EXAMPLE.ORG, 10:11:12 on 2025-04-09.\n220 Connection will close if idle for more than 10 minutes.";

    protected override string[] Features =>
    [
        "AUTH TLS",
        "PBSZ",
        "PROT",
    ];

    protected override string System => "215 MVS is the operating system of this server. FTP Server is running on z/OS.";

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "501 command OPTS aborted -- no options supported for UTF8",
        ["SIZE"] = "550 SIZE command is not supported for MVS data sets.",
        ["RNFR"] = "501 Invalid data set name. Use MVS Dsname conventions.",
    };

    protected override string[] Listing =>
    [
        "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
        "TSO004 3390   2025/04/09  1    1  FB      80 27920  PS  REPORT.TXT",
        "TSO004 3390   2025/04/09  1   15  FB      80 27920  PO  SOURCE.COBOL",
    ];

    public override FtpEntry[] Entries =>
        [new FtpEntry { Name = FileName, Kind = FtpEntryKind.File }, new FtpEntry { Name = "SOURCE.COBOL", Kind = FtpEntryKind.Directory }];

    protected override Task ReceiveAsync(ScriptedSession session, string path) =>
        path.Split('.').All(qualifier => qualifier.Length is > 0 and <= 8)
            ? base.ReceiveAsync(session, path)
            : session.SendAsync("501 Qualifier too long.  Use MVS naming conventions.");
}
