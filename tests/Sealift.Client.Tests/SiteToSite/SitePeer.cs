using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Client.Tests.SiteToSite;

/// <summary>
/// A server for copies between servers: it relays for real and pretends the direct way, with answers of the test's choice. A RETR or
/// STOR after PASV, CPSV or PORT is direct, one after EPSV is with the client.
/// </summary>
internal sealed class SitePeer : IAsyncDisposable
{
    public const string Content = "content";

    private readonly Lock _gate = new();
    private readonly List<string> _commands = [];

    public SitePeer(params string[] features)
    {
        Features = features;
        Peer = ScriptedFtpPeer.Start(ServeAsync);
    }

    public static string Sha256 => Convert.ToHexStringLower(SHA256.HashData("content"u8));

    public ScriptedFtpPeer Peer { get; }

    public IReadOnlyList<string> Features { get; }

    /// <summary>Other answers than the usual ones, by verb.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SIZE"] = $"213 {Content.Length}",
        ["XSHA256"] = $"250 {Sha256}",
        ["SSCN"] = "200 As you like.",
        ["PORT"] = "200 There.",
        ["DELE"] = "250 Gone.",
        ["RNFR"] = "350 To?",
        ["RNTO"] = "250 Done.",
    };

    /// <summary>Answers to the first PROT commands; those after them are accepted.</summary>
    public Queue<string> ProtAnswers { get; } = new();

    /// <summary>The answer to a direct RETR or STOR; null closes the connection, and empty says nothing until ABOR.</summary>
    public string? DirectFinal { get; init; } = "226 Done.";

    /// <summary>The address that PASV names instead of the true one.</summary>
    public System.Net.IPAddress? NamedAddress { get; init; }

    /// <summary>What STOR received through this machine.</summary>
    public byte[]? Received { get; private set; }

    /// <summary>Every command line but the login's, of all sessions in their order.</summary>
    public IReadOnlyList<string> Commands
    {
        get { lock (_gate) return [.. _commands]; }
    }

    public FtpClientPool Pool(Func<FtpClientOptions, FtpClientOptions>? change = null) =>
        new(change is null ? Peer.Options() : change(Peer.Options()), new FtpClientPoolOptions { ClosingLimit = TimeSpan.FromSeconds(1) });

    public IReadOnlyList<string> Said(params string[] verbs) =>
        [.. Commands.Where(line => verbs.Contains(line.Split(' ')[0], StringComparer.Ordinal))];

    /// <summary>Waits until this verb has come.</summary>
    public async Task SaidAsync(string verb)
    {
        while (Said(verb).Count == 0) await Task.Delay(5, Scripted.Stop);
    }

    public ValueTask DisposeAsync() => Peer.DisposeAsync();

    private async Task ServeAsync(ScriptedSession session)
    {
        session.Answers["FEAT"] = $"211-Features:\n {string.Join("\n ", ["EPSV", "SIZE", "UTF8", .. Features])}\n211 End";
        foreach (var (verb, answer) in Answers) session.Answers[verb] = answer;
        string[] noted = ["PASV", "CPSV", "EPSV", "PORT", "EPRT", "SSCN", "PROT", "SIZE", "XSHA256", "SITE", "DELE", "RNFR", "RNTO", "RETR", "STOR", "ABOR"];
        var isDirect = false;
        try
        {
            await session.BeginExplicitAsync();
            while (await session.AnswerUntilAnyAsync([.. noted, "QUIT"]) is { } line and not "QUIT")
            {
                var verb = line.Split(' ')[0];
                lock (_gate) _commands.Add(line);
                if (verb is "PASV" or "CPSV" or "PORT" or "EPRT") isDirect = true;
                if (verb is "EPSV") isDirect = false;
                if (!await AnswerAsync(session, verb, isDirect)) return;
            }
        }
        catch (Exception e) when (e is IOException or ScriptMismatchException && e.Message.Contains("end of the connection", StringComparison.Ordinal))
        {
            lock (_gate) _commands.Add("(gone)");
        }
    }

    private async Task<bool> AnswerAsync(ScriptedSession session, string verb, bool isDirect)
    {
        switch (verb)
        {
            case "PROT" when ProtAnswers.TryDequeue(out var prot):
                await session.SendAsync(prot);
                return true;
            case "RETR" or "STOR" when isDirect:
                if (DirectFinal is null) return false;
                if (DirectFinal.Length > 0) await session.SendAsync(DirectFinal.StartsWith('2') ? $"150 Go.\n{DirectFinal}" : DirectFinal);
                else await session.SendAsync("150 Go.");
                return true;
            case "RETR":
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync(Content);
                await session.SendAsync("226 Done.");
                return true;
            case "STOR":
                await session.SendAsync("150 Send it.");
                using (var data = await session.Data.AcceptAsync())
                {
                    Received = await data.ReceiveAsync();
                    await data.CloseAsync();
                }

                await session.SendAsync("226 Done.");
                return true;
            case "ABOR":
                await session.SendAsync("426 Stopped.\n226 Done.");
                return true;
            default:
                await session.SendAsync(session.Answers.TryGetValue(verb, out var answer) ? answer : Usual(session, verb));
                return true;
        }
    }

    private string Usual(ScriptedSession session, string verb)
    {
        if (verb == "EPSV") return session.ListenForData().EpsvReply;
        if (verb is not ("PASV" or "CPSV")) return "502 Unknown.";
        var port = session.ListenForData();
        return NamedAddress is { } address ? port.PasvReplyFor(address) : port.PasvReply;
    }
}
