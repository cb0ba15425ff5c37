using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>OpenVMS with TCP/IP Services: a greeting that names no one, features that end in dots, SYST with 200, lines that wrap.</summary>
internal sealed class OpenvmsConversation : FamilyConversation
{
    public override string Id => "openvms";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "SYST", "OPTS UTF8 ON", "TYPE I", "EPSV", "NOOP"];

    public override string ListCommand => "LIST";

    protected override string Greeting => "220 node1.example.org FTP Server (Version 5.7) Ready.";

    protected override string[] Features =>
    [
        "AUTH TLS.",
        "PBSZ.",
        "PROT.",
    ];

    protected override string System => "200 VMS OpenVMS V8.4 on node NODE1.";

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "502 OPTS is unimplemented.",
        ["SIZE"] = "502 SIZE is unimplemented.",
    };

    protected override string[] Listing =>
    [
        "",
        "Directory DKA0:[JOE]",
        "",
        "REPORT.TXT;1                1/3      9-APR-2025 10:11:12  [USERS,JOE]                (RWED,RWED,RE,)",
        "A_RATHER_LONG_NAME_OF_A_FILE.DAT;3",
        "                           12/15     9-APR-2025 10:11:12  [USERS,JOE]                (RWED,RWED,RE,)",
        "",
        "Total of 2 files, 13/18 blocks.",
    ];

    public override FtpEntry[] Entries =>
        [new FtpEntry { Name = FileName + ";1", Kind = FtpEntryKind.File }, new FtpEntry { Name = "A_RATHER_LONG_NAME_OF_A_FILE.DAT;3", Kind = FtpEntryKind.File }];

    protected override Task ReceiveAsync(ScriptedSession session, string path) => path.Count(letter => letter == '.') > 1
        ? session.SendAsync("550 file specification syntax error")
        : base.ReceiveAsync(session, path);
}
