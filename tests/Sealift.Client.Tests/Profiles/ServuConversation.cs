using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>Serv-U: UTF-8 only for clients that have said who they are.</summary>
internal sealed class ServuConversation : FamilyConversation
{
    private bool _isNamed;

    public override string Id => "servu";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "OPTS UTF8 ON", "TYPE I", "EPSV", "CLNT Sealift", "OPTS UTF8 ON", "NOOP"];

    public override string ListCommand => "MLSD";

    protected override string Greeting => "220 Serv-U FTP Server v15.0 ready...";

    protected override string[] Features =>
    [
        "UTF8",
        "OPTS MODE;MLST;UTF8",
        "CLNT",
        "CSID Name; Version;",
        "HOST domain",
        "AUTH TLS;SSL;TLS-C;TLS-P;",
        "PBSZ",
        "PROT",
        "CCC",
        "SSCN",
        "RMDA directoryname",
        "DSIZ",
        "AVBL",
        "EPRT",
        "EPSV",
        "MODE Z",
        "REST STREAM",
        "SIZE",
        "MDTM",
        "MDTM YYYYMMDDHHMMSS[+-TZ];filename",
        "MFMT",
        "MLST Type*;Size*;Create;Modify*;Perm;Win32.ea;",
    ];

    protected override string[] Listing =>
    [
        "Type=file;Size=19;Modify=20250409101112.000; REPORT.TXT",
    ];

    protected override Task AnswerAsync(ScriptedSession session, string verb, string argument)
    {
        if (verb == "CLNT") _isNamed = true;
        return verb == "OPTS" && !_isNamed ? session.SendAsync("530 Say CLNT first.") : base.AnswerAsync(session, verb, argument);
    }
}
