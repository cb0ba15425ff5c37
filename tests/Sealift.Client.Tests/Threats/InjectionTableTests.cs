using System.Text;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Threats;

/// <summary>
/// Every public member that takes text, every way to hide a command in text, every encoding: the server hears whole lines that were
/// meant, and where a control character was given nothing at all. A new member without a row fails the first test.
/// </summary>
[Trait("Threat", "T11")]
[Trait("Threat", "T12")]
[Trait("Threat", "T27")]
[Trait("Peer", "hostile")]
public sealed class InjectionTableTests
{
    private const string Canary = "DELE canary";

    private static readonly string[] Encodings = ["utf-8", "latin1", "shift_jis", "windows-1252", "euc-jp", "gb18030", "koi8-r"];

    // A control character, or half of a pair, somewhere: none of it is ever sent.
    private static readonly string[] Refused =
    [
        "a\rb", "a\nb", "a\0b", "a\r\n" + Canary, "\r\n" + Canary, "a\n" + Canary + "\r\n", "a\u001Bb", "a\u007Fb", "a\tb", "a\u0001" + Canary, "half \uD800 pair", "\uDC0A" + Canary, "a\vb", "a\fb",
    ];

    // Letters that a wrong encoder makes line ends of, or that only look like them: sent whole or refused, and never more than a line.
    private static readonly string[] Odd =
    [
        "a\u560D\u560A" + Canary, "a\u010D\u010A" + Canary, "a\u2028" + Canary, "a\u0085" + Canary, "a\u240D\u240A" + Canary, "a\uFF0D\uFF0A" + Canary, "\u00FF\u00F4\u00FF\u00F2" + Canary,
        "a\uEF8D\uEF8A" + Canary, "a\uEFFF\uEFF4" + Canary, "a\U0001F60D\U0001F60A" + Canary, "a\uD835\uDC0A" + Canary, "\u0A0D" + Canary, "\u0D0A" + Canary, "-rf", ";type=a", "%0d%0a" + Canary, "*", "~root",
    ];

    private static readonly string[] Verbs =
    [
        "USER", "PASS", "ACCT", "PBSZ", "PROT", "FEAT", "OPTS", "TYPE", "EPSV", "PASV", "NOOP", "QUIT", "CLNT", "LANG", "HOST", "MKD", "RMD", "DELE", "RNFR", "RNTO", "RETR", "STOR", "APPE", "STOU", "REST", "LIST", "MLSD", "NLST", "MLST",
        "SIZE", "MDTM", "MFMT", "MFCT", "MFF", "SITE", "STAT", "HELP", "AVBL", "HASH", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "RANG", "CWD", "PWD", "SYST", "ALLO", "MODE", "XCUP", "ABOR",
    ];

    public static TheoryData<string> Sessions => [.. InjectionRows.OnSessions.Keys];

    public static TheoryData<string> Options => [.. InjectionRows.OnOptions.Keys];

    [Fact]
    public void Every_public_member_that_takes_text_has_a_row_and_every_row_a_member()
    {
        var reasons = InjectionRows.WithoutAWire.Keys.ToList();
        var missing = PublicText.Members.Where(member => !InjectionRows.OnSessions.ContainsKey(member) && !InjectionRows.OnOptions.ContainsKey(member) && !reasons.Exists(reason => Covers(reason, member)));
        var stale = InjectionRows.OnSessions.Keys.Concat(InjectionRows.OnOptions.Keys).Where(row => !PublicText.Members.Contains(row, StringComparer.Ordinal))
            .Concat(reasons.Where(reason => !PublicText.Members.Any(member => Covers(reason, member))));

        Assert.Empty(missing);
        Assert.Empty(stale);

        static bool Covers(string reason, string member) => reason.EndsWith('*') ? member.StartsWith(reason[..^1], StringComparison.Ordinal) : reason == member;
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Nothing_given_to_a_session_becomes_a_second_command(string member)
    {
        var attempt = InjectionRows.OnSessions[member];
        await using var peer = ScriptedFtpPeer.Start(ServeAsync);
        foreach (var encoding in Encodings)
        {
            await using var client = await peer.ConnectAsync(options => options with { TextEncoding = FtpTextEncoding.Find(encoding)! });
            var session = peer.Sessions[^1];
            foreach (var text in Refused)
            {
                var before = session.CommandsInTls.Count;
                var refusal = await Record.ExceptionAsync(() => attempt(client, text));
                var isLeftOut = member.StartsWith("FtpClient.SelectFactsAsync", StringComparison.Ordinal); // of the facts, those that the server has
                Assert.True(refusal is ArgumentException or FormatException or Core.Stores.FileStoreException || isLeftOut, $"{encoding} {member}: {refusal}");
                Assert.DoesNotContain(refusal?.Message ?? "", char.IsControl);
                await client.PingAsync(Stop);
                Assert.All(session.CommandsInTls.Skip(before), line => Assert.True(line == "NOOP" || (isLeftOut && line == "OPTS MLST type;size;"), line));
            }
        }

        foreach (var encoding in Encodings)
        {
            var client = await peer.ConnectAsync(options => options with { TextEncoding = FtpTextEncoding.Find(encoding)! });
            foreach (var text in Odd)
            {
                var failure = await Record.ExceptionAsync(() => attempt(client, text).WaitAsync(HangGuard, Stop));
                Assert.True(failure is null or FtpException or ArgumentException or FormatException or Core.Stores.FileStoreException, $"{encoding} {member}: {failure}");
                if (client.IsUsable) continue;
                await client.DisposeAsync();
                client = await peer.ConnectAsync(options => options with { TextEncoding = FtpTextEncoding.Find(encoding)! });
            }

            await client.DisposeAsync();
        }

        await AssertWholeLinesAsync(peer);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Nothing_that_a_session_is_made_of_becomes_a_second_command(string member)
    {
        var attempt = InjectionRows.OnOptions[member];
        await using var peer = ScriptedFtpPeer.Start(ServeAsync);
        foreach (var text in Refused)
        {
            var refusal = await Record.ExceptionAsync(() => peer.ConnectAsync(options => attempt(options, text)));
            Assert.True(refusal is ArgumentException or FormatException or FtpException, $"{member}: {refusal}");
            Assert.DoesNotContain(refusal.Message, char.IsControl);
            Assert.All(peer.Sessions, session => Assert.Empty(session.CommandsInTls)); // nothing is sent before the check
        }

        foreach (var text in Odd)
        {
            foreach (var encoding in Encodings[..3])
            {
                var failure = await Record.ExceptionAsync(async () =>
                {
                    await using var client = await peer.ConnectAsync(options => attempt(options with { TextEncoding = FtpTextEncoding.Find(encoding)!, ConnectTimeout = HangGuard }, text));
                    await client.EntriesAsync();
                });
                Assert.True(failure is null or FtpException or ArgumentException or FormatException, $"{encoding} {member}: {failure}");
            }
        }

        await AssertWholeLinesAsync(peer);
    }

    // The clients have gone; what they said last may still be on its way into the record.
    private static async Task AssertWholeLinesAsync(ScriptedFtpPeer peer)
    {
        foreach (var session in peer.Sessions)
        {
            await session.Ended.WaitAsync(HangGuard, Stop);
            var bytes = session.BytesInTls.ToArray().AsSpan();
            while (bytes.IndexOf("\r\n"u8) is >= 0 and var end)
            {
                var line = bytes[..end];
                bytes = bytes[(end + 2)..];
                Assert.False(line.ContainsAnyInRange((byte)0, (byte)0x1F) || line.Contains((byte)0x7F), Encoding.Latin1.GetString(line));
                var text = Encoding.Latin1.GetString(line);
                Assert.NotEqual(Canary, text);
                Assert.True(Verbs.Contains(text.Split(' ')[0], StringComparer.Ordinal), text);
            }

            Assert.True(bytes.IsEmpty, Encoding.Latin1.GetString(bytes));
        }
    }

    // Knows every command that there is, and refuses what is about a path: an attempt ends with its first command.
    private static async Task ServeAsync(ScriptedSession session)
    {
        session.Answers["FEAT"] = "211-Features:\r\n AVBL\r\n CLNT\r\n EPSV\r\n HASH SHA-256*;MD5\r\n HOST\r\n LANG EN*;FR\r\n MDTM\r\n MFCT\r\n MFF modify;create;UNIX.mode;\r\n MFMT\r\n"
            + " MLST type*;size*;modify*;create*;\r\n RANG STREAM\r\n REST STREAM\r\n SITE CHMOD;SYMLINK;UTIME\r\n SIZE\r\n TVFS\r\n UTF8\r\n XCRC\r\n211 End";
        session.Answers["HOST"] = "220 That one.";
        session.Answers["LANG"] = "200 Oui.";
        session.Answers["RNFR"] = "350 To?";
        try
        {
            await session.BeginExplicitAsync();
            while (await session.ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ')[0];
                if (verb == "EPSV") await session.SendAsync(session.ListenForData().EpsvReply);
                else await session.SendAsync(session.Answers.TryGetValue(verb, out var answer) ? answer : "550 No.");
                if (verb == "QUIT") return;
            }
        }
        catch (Exception e) when (e is ScriptMismatchException or IOException or System.Security.Authentication.AuthenticationException)
        {
            Assert.DoesNotContain(Canary, session.CommandsInTls); // the client went away, which is its right
        }
    }
}
