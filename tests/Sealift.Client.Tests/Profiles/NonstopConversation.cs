using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>HPE NonStop: Guardian names of at most 8 letters and digits, and a listing of its own.</summary>
internal sealed class NonstopConversation : FamilyConversation
{
    public override string Id => "nonstop";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "OPTS UTF8 ON", "TYPE I", "EPSV", "NOOP"];

    public override string ListCommand => "LIST";

    protected override string Greeting => "220 ns.example.org FTP SERVER T9552H02 (Version H02 TANDEM 11SEP2008) ready.";

    protected override string[] Features =>
    [
        "AUTH TLS",
        "PBSZ",
        "PROT",
        "SIZE",
        "MDTM",
    ];

    protected override string System => "215 UNIX Type: L8";

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "500 'OPTS UTF8 ON': command not understood.",
    };

    protected override string[] Listing =>
    [
        "",
        "File         Code             EOF  Last Modification    Owner  RWEP",
        "",
        "REPORT        101              19  9-Apr-25 10:11:12 255,255 \"nunu\"",
    ];

    public override FtpEntry[] Entries => [new FtpEntry { Name = "REPORT", Kind = FtpEntryKind.File, Size = 19 }];

    public override string Download => "report";

    public override string Upload => "ORDERS";

    protected override Task ReceiveAsync(ScriptedSession session, string path) => path.Length <= 8 && path.All(char.IsAsciiLetterOrDigit)
        ? base.ReceiveAsync(session, path)
        : session.SendAsync("550 Illegal file name.");
}
