using System.Text;
using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Threats;

/// <summary>A server that misuses each of its turns, from the greeting to the final reply: an error each time, within bounds, and no login too early.</summary>
[Trait("Threat", "T1")]
[Trait("Threat", "T13")]
[Trait("Threat", "T21")]
[Trait("Fault", "F30")]
[Trait("Peer", "hostile")]
public sealed class HostileStageTests
{
    private static readonly string[] Stages = ["greeting", "AUTH", "USER", "PASS", "PBSZ", "PROT", "FEAT", "TYPE", "EPSV", "MLST", "SIZE", "MDTM", "DELE", "RNFR", "RETR", "final"];

    private static readonly Dictionary<string, byte[]> Misuses = new(StringComparer.Ordinal)
    {
        ["line without end"] = Encoding.ASCII.GetBytes(new string('2', 3 << 20)),
        ["line of a megabyte"] = Encoding.ASCII.GetBytes("220 " + new string('x', 1 << 20) + "\r\n"),
        ["reply without end"] = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("230-once more\r\n", 200_000))),
        ["other codes inside"] = Encoding.ASCII.GetBytes("220-a\r\n" + string.Concat(Enumerable.Repeat("221 b\r\n", 5_000))),
        ["NUL"] = "200 a\0b\r\n"u8.ToArray(),
        ["code of no class"] = "777 Jackpot.\r\n"u8.ToArray(),
        ["code too short"] = "20 Fine.\r\n"u8.ToArray(),
        ["code too long"] = "2000 Fine.\r\n"u8.ToArray(),
        ["negative code"] = "-20 Fine.\r\n"u8.ToArray(),
        ["other digits"] = "２００ Fine.\r\n"u8.ToArray(),
        ["text"] = "What do you want?\r\n"u8.ToArray(),
        ["markup"] = "<html>200</html>\r\n"u8.ToArray(),
        ["binary"] = [0x16, 0x03, 0x03, 0x00, 0x05, 0x0D, 0x0A, 0x80, 0xFF, 0xFD, 0x18, 0x0D, 0x0A],
        ["empty lines"] = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\r\n", 100))),
        ["wait for ever"] = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("120 Wait.\r\n", 2_000))),
    };

    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var stage in Stages)
            {
                foreach (var misuse in Misuses.Keys) rows.Add(stage, misuse);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Misused_turn_ends_in_an_error_and_with_nothing_said_too_early(string stage, string misuse)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            var said = await Record.ExceptionAsync(async () =>
            {
                await ReachAsync(session, stage);
                await session.SendBytesAsync(Misuses[misuse]);
                await session.DiscardToEndAsync();
            });
            Assert.True(said is null or IOException or ScriptMismatchException or OperationCanceledException, said?.ToString()); // the client may hang up at any byte
        });

        var error = await Record.ExceptionAsync(async () =>
        {
            await using var client = await peer.ConnectAsync(options => options with { Pipelining = false });
            await UseAsync(client, stage).WaitAsync(HangGuard, Stop);
        });

        Assert.True(error is FtpException, $"{error}");
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.InRange(error.Message.Length, 1, 2_000); // a megabyte of the server's does not come out again
        if (stage is "greeting" or "AUTH") await peer.AssertNoLoginAsync();
        Assert.All(peer.Sessions, static session => Assert.DoesNotContain(session.CommandsInClear, static line => line.StartsWith("USER", StringComparison.Ordinal) || line.StartsWith("PASS", StringComparison.Ordinal)));
    }

    private static async Task ReachAsync(ScriptedSession session, string stage)
    {
        session.Answers["RNFR"] = "350 To?";
        if (stage == "greeting") return;
        await session.SendAsync("220 Scripted.");
        await session.ExpectAsync("AUTH TLS");
        if (stage == "AUTH") return;
        await session.SendAsync("234 Go ahead.");
        await session.StartTlsAsync();
        await session.AnswerUntilAsync(stage == "final" ? "RETR" : stage);
        if (stage != "final") return;
        await session.SendAsync("150 Here it comes.");
        await session.SendDataAsync("content");
    }

    private static async Task UseAsync(FtpClient client, string stage)
    {
        switch (stage)
        {
            case "MLST":
                await client.FindAsync(RemoteFile, Stop);
                return;
            case "SIZE":
                await client.GetSizeAsync(RemoteFile, Stop);
                return;
            case "MDTM":
                await client.GetModifiedAsync(RemoteFile, Stop);
                return;
            case "DELE":
                await client.DeleteFileAsync(RemoteFile, Stop);
                return;
            case "RNFR":
                await client.RenameAsync(RemoteFile, RemoteFile, Stop);
                return;
            default:
                await client.GetAsync();
                return;
        }
    }
}
