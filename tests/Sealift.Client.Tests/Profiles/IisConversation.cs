using System.Text;
using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>Microsoft IIS: one command at a time, a DOS listing, the final reply before the end of the data, no answer to close_notify.</summary>
internal sealed class IisConversation : FamilyConversation
{
    public override string Id => "iis";

    public override string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "OPTS UTF8 ON", "TYPE I", "NOOP"];

    public override string ListCommand => "LIST";

    protected override string Greeting => "220 Microsoft FTP Service";

    protected override string[] Features =>
    [
        "LANG EN*",
        "UTF8",
        "AUTH TLS;TLS-C;SSL;TLS-P;",
        "PBSZ",
        "PROT C;P;",
        "CCC",
        "HOST",
        "SIZE",
        "MDTM",
        "REST STREAM",
    ];

    protected override string System => "215 Windows_NT";

    protected override IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["OPTS"] = "200 OPTS UTF8 command successful - UTF8 encoding now ON.",
    };

    protected override string[] Listing =>
    [
        "04-09-25  10:11AM       <DIR>          Archive",
        "04-09-25  10:11AM                   19 REPORT.TXT",
    ];

    public override FtpEntry[] Entries => [new FtpEntry { Name = "Archive", Kind = FtpEntryKind.Directory }, .. base.Entries];

    protected override async Task SendAsync(ScriptedSession session, string content)
    {
        await session.SendAsync("125 Data connection already open; Transfer starting.");
        using var data = await session.Data.AcceptAsync();
        await session.SendAsync("226 Transfer complete.");
        await SendPiecesAsync(data, content);
        await data.CloseAsync();
    }

    protected override async Task ReceiveAsync(ScriptedSession session, string path)
    {
        await session.SendAsync("125 Data connection already open; Transfer starting.");

        // Its side of the data connection stays open, without close_notify; it ends with the session.
        var data = await session.Data.AcceptAsync();
        Stored[path] = Encoding.UTF8.GetString(await data.ReceiveAsync());
        await session.SendAsync("226 Transfer complete.");
    }
}
