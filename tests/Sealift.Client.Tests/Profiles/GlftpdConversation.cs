using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>glFTPD and DrFTPD: PRET before a data connection, no EPSV, no OPTS.</summary>
internal sealed class GlftpdConversation : FamilyConversation
{
    /// <summary>Whether the directory is empty, which it then refuses to list.</summary>
    public bool IsEmpty { get; init; }

    public override string Id => "glftpd";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "TYPE I", "NOOP"];

    public override string ListCommand => "LIST";

    protected override string Greeting => "220 DrFTPD+ 2.0 (+STABLE+) $Revision: 1949 $ http://drftpd.org";

    protected override string[] Features =>
    [
        "PRET",
        "CPSV",
        "NOOP",
        "CLNT",
        "AUTH TLS",
        "PBSZ",
        "SITE XDUPE",
        "SSCN",
    ];

    protected override string System => "215 UNIX system type.";

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "502 Command not implemented.",
        ["EPSV"] = "502 Command not implemented.",
        ["PRET"] = "200 OK, will use master for upcoming transfer",
    };

    protected override string[] Listing =>
    [
        "total 1",
        "-rw-r--r--   1 drftpd   drftpd         19 Apr 09  2025 REPORT.TXT",
    ];

    protected override Task AnswerAsync(ScriptedSession session, string verb, string argument) => verb == "LIST" && IsEmpty
        ? session.SendAsync("550 Requested action not taken. File unavailable.")
        : base.AnswerAsync(session, verb, argument);
}
