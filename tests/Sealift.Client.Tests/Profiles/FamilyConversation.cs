using System.Text;
using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>
/// How a family of servers talks: a small server that knows a directory with one file, takes one upload, and has the family's
/// words and habits. What a family does differently, its class says.
/// </summary>
internal abstract class FamilyConversation
{
    public const string FileName = "REPORT.TXT";
    public const string FileContent = "quarterly figures\r\n";
    public const string UploadContent = "ten of each\r\n";

    /// <summary>The id of the profile that it must be recognised by.</summary>
    public abstract string Id { get; }

    /// <summary>The greeting with its code, all lines.</summary>
    protected abstract string Greeting { get; }

    /// <summary>The lines of its features; empty for a server that does not know FEAT.</summary>
    protected abstract string[] Features { get; }

    /// <summary>What it answers to SYST.</summary>
    protected virtual string System => "215 UNIX Type: L8";

    /// <summary>Its answers where they differ from the usual ones, by verb.</summary>
    protected virtual IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>();

    /// <summary>The directory as it lists it.</summary>
    protected abstract string[] Listing { get; }

    /// <summary>What the client must find in the listing.</summary>
    public virtual FtpEntry[] Entries => [new FtpEntry { Name = FileName, Kind = FtpEntryKind.File, Size = FileContent.Length }];

    /// <summary>What the client must say after the handshake and up to its first NOOP; the password is a *.</summary>
    public virtual string[] LoginCommands =>
        ["USER joe", "PASS *", "PBSZ 0", "PROT P", "FEAT", "OPTS UTF8 ON", "TYPE I", "EPSV", "NOOP"];

    /// <summary>The file to download, as a user may type it.</summary>
    public virtual string Download => FileName;

    /// <summary>The file to upload.</summary>
    public virtual string Upload => "ORDERS.TXT";

    /// <summary>The command that the client must list with.</summary>
    public abstract string ListCommand { get; }

    /// <summary>The files that were uploaded, by the name they were stored under.</summary>
    public Dictionary<string, string> Stored { get; } = new(StringComparer.Ordinal);

    /// <summary>The pieces in which the listing and the file are written; the peer's replies follow its own option.</summary>
    public ScriptDelivery Delivery { get; init; }

    public async Task SpeakAsync(ScriptedSession session)
    {
        await BeginAsync(session);
        while (await session.ReadLineAsync() is { } line)
        {
            if (line == "QUIT") return; // nobody waits for the answer
            var (verb, argument) = line.Split(' ', 2) is [var v, var a] ? (v, a) : (line, "");
            await AnswerAsync(session, verb, argument);
        }
    }

    protected virtual Task BeginAsync(ScriptedSession session) => session.BeginExplicitAsync(Greeting);

    protected virtual Task AnswerAsync(ScriptedSession session, string verb, string argument)
    {
        if (Answers.TryGetValue(verb, out var own)) return session.SendAsync(own);
        return verb switch
        {
            "FEAT" => session.SendAsync(Features is [] ? "500 What?" : $"211-Features:\n{string.Concat(Features.Select(line => $" {line}\n"))}211 End"),
            "SYST" => session.SendAsync(System),
            "EPSV" => session.SendAsync(session.ListenForData().EpsvReply),
            "PASV" => session.SendAsync(session.ListenForData().PasvReply),
            "LIST" or "MLSD" => SendAsync(session, string.Concat(Listing.Select(line => line + "\r\n"))),
            "RETR" => SendAsync(session, FileContent),
            "STOR" => ReceiveAsync(session, argument),
            "RNFR" => session.SendAsync("350 And the new name?"),
            "RNTO" => RenameAsync(session, argument),
            "SIZE" => session.SendAsync($"213 {FileContent.Length}"),
            _ => session.SendAsync(session.Answers.TryGetValue(verb, out var usual) ? usual : $"500 {verb} is not known here."),
        };
    }

    protected virtual async Task SendAsync(ScriptedSession session, string content)
    {
        await session.SendAsync("150 Here it comes.");
        using var data = await session.Data.AcceptAsync();
        await SendPiecesAsync(data, content);
        await data.CloseAsync();
        await session.SendAsync("226 That was all.");
    }

    protected virtual async Task ReceiveAsync(ScriptedSession session, string path)
    {
        await session.SendAsync("150 Let it come.");
        using var data = await session.Data.AcceptAsync();
        Stored[path] = Encoding.UTF8.GetString(await data.ReceiveAsync());
        await data.CloseAsync();
        await session.SendAsync("226 It is stored.");
    }

    protected async Task SendPiecesAsync(ScriptedDataChannel data, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var start = 0;
        for (var end = 1; end <= bytes.Length; end++)
        {
            var isCut = end == bytes.Length || Delivery == ScriptDelivery.Bytes || (Delivery == ScriptDelivery.Lines && bytes[end - 1] == '\n');
            if (!isCut) continue;
            await data.SendAsync(bytes.AsMemory(start..end));
            start = end;
        }
    }

    private async Task RenameAsync(ScriptedSession session, string path)
    {
        var (part, content) = Assert.Single(Stored);
        Stored.Remove(part);
        Stored[path] = content;
        await session.SendAsync("250 Renamed.");
    }
}
