using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>IBM i: says two SITE commands, and lists as Unix does and takes slashes from then on.</summary>
internal sealed class IbmiConversation : FamilyConversation
{
    private bool _listsAsUnix;

    public override string Id => "ibmi";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "TYPE I", "EPSV", "SITE LISTFMT 1", "SITE NAMEFMT 1", "NOOP"];

    public override string ListCommand => "LIST";

    protected override string Greeting => "220-QTCP at I5.EXAMPLE.ORG.\n220 Connection will close if idle more than 5 minutes.";

    protected override string[] Features =>
    [
        "AUTH TLS",
        "CCC",
        "PBSZ",
        "PROT",
    ];

    protected override string System => "215  OS/400 is the remote operating system. The TCP/IP version is \"V7R1M0\".";

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "501 OPTS unsuccessful; specified subcommand not recognized.",
        ["SIZE"] = "213 19",
    };

    protected override string[] Listing =>
    [
        "-rwx---rwx   1 JOE      0                19 Apr 09 2025  REPORT.TXT",
    ];

    protected override async Task AnswerAsync(ScriptedSession session, string verb, string argument)
    {
        switch (verb, argument)
        {
            case ("SITE", "LISTFMT 1"):
                _listsAsUnix = true;
                await session.SendAsync("250 Directory listing format (LISTFMT) option set to 1.");
                break;
            case ("SITE", "NAMEFMT 1"):
                await session.SendAsync("250  Now using naming format \"1\".");
                break;
            case ("LIST", _) when !_listsAsUnix:
                await SendAsync(session, "JOE             19 04/09/25 10:11:12 *FILE      REPORT\r\n");
                break;
            default:
                await base.AnswerAsync(session, verb, argument);
                break;
        }
    }

    protected override async Task SendAsync(ScriptedSession session, string content)
    {
        await session.SendAsync("125 List started.");
        using var data = await session.Data.AcceptAsync();
        await SendPiecesAsync(data, content);
        await data.CloseAsync();
        await session.SendAsync("250 List completed.");
    }
}
