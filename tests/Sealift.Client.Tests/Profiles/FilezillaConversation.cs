using System.Text;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>FileZilla Server 1: holds its final reply back until close_notify has come, and needs no OPTS UTF8.</summary>
internal sealed class FilezillaConversation : FamilyConversation
{
    public override string Id => "filezilla";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "TYPE I", "EPSV", "NOOP"];

    public override string ListCommand => "MLSD";

    protected override string Greeting => "220-FileZilla Server 1.7.2\n220 Please visit https://filezilla-project.org/";

    protected override string[] Features =>
    [
        "MDTM",
        "REST STREAM",
        "SIZE",
        "MLST type*;size*;modify*;perm*;",
        "MLSD",
        "AUTH SSL",
        "AUTH TLS",
        "PROT",
        "PBSZ",
        "UTF8",
        "TVFS",
        "EPSV",
        "EPRT",
        "MFMT",
    ];

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "202 UTF8 mode is always enabled.",
    };

    protected override string[] Listing =>
    [
        "type=file;size=19;modify=20250409101112.905;perms=awrfd; REPORT.TXT",
    ];

    protected override async Task ReceiveAsync(ScriptedSession session, string path)
    {
        await session.SendAsync("150 About to start data transfer.");
        using var data = await session.Data.AcceptAsync();
        var content = await data.ReceiveAsync();
        if (data.SawCloseNotify != true)
        {
            await session.SendAsync("425 Error while transferring data: ECONNABORTED");
            return;
        }

        Stored[path] = Encoding.UTF8.GetString(content);
        await data.CloseAsync();
        await session.SendAsync("226 Operation successful");
    }
}
