using System.Security.Authentication;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Secrets;

/// <summary>
/// A server that repeats the canary wherever it can speak: in its certificate, its greeting, each reply, and the names that it lists. A client may
/// leave it in the middle, which is no failure.
/// </summary>
internal static class EchoPeer
{
    private const string Names = "type=file;size=4;modify=20260102030405; ";

    /// <summary>Starts it.</summary>
    /// <param name="echo">The form of the canary that it uses.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="refused">The verb that it refuses with 550 or 530; null for none.</param>
    public static ScriptedFtpPeer Start(byte[] echo, TestCertificate certificate, string? refused) =>
        ScriptedFtpPeer.Start(session => ServeAsync(session, echo, refused), new ScriptedPeerOptions { Certificate = certificate });

    private static async Task ServeAsync(ScriptedSession session, byte[] echo, string? refused)
    {
        try
        {
            await SayAsync("220 I know ", echo);
            while (await session.ReadLineAsync() is { } line)
            {
                var verb = line.Split(' ')[0].ToUpperInvariant();
                await AnswerAsync(verb == refused ? "refused" : verb);
                if (verb == "QUIT") return;
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ScriptMismatchException or ObjectDisposedException)
        {
            return;
        }

        async Task AnswerAsync(string verb)
        {
            switch (verb)
            {
                case "AUTH":
                    await SayAsync("234 ", echo);
                    await session.StartTlsAsync();
                    break;
                case "FEAT":
                    await session.SendBytesAsync((byte[])[.. "211-"u8, .. echo, .. "\r\n EPSV\r\n MLST type*;size*;modify*;\r\n SIZE\r\n UTF8\r\n X"u8, .. echo, .. "\r\n211 "u8, .. echo, .. "\r\n"u8]);
                    break;
                case "EPSV":
                    await session.SendAsync(session.ListenForData().EpsvReply);
                    break;
                case "MLSD" or "LIST":
                    await ListAsync();
                    break;
                case "USER":
                    await SayAsync("331 ", echo);
                    break;
                case "PASS" or "MDTM" or "SIZE" or "RETR" or "STOR" or "PASV" or "CWD" or "SITE" or "STAT" or "HELP" or "refused":
                    await BreakAsync(verb == "PASS" ? "230" : verb is "STAT" or "HELP" ? "211" : verb == "refused" ? "530" : "550");
                    break;
                case "PWD":
                    await session.SendBytesAsync((byte[])[.. "257 \"/"u8, .. echo.Where(value => value != '"'), .. "\" "u8, .. echo, .. "\r\n"u8]);
                    break;
                case "MLST":
                    await session.SendBytesAsync((byte[])[.. "250-"u8, .. echo, .. "\r\n "u8, .. Encoding.ASCII.GetBytes(Names), .. echo, .. "\r\n250 "u8, .. echo, .. "\r\n"u8]);
                    break;
                default:
                    await SayAsync("200 ", echo);
                    break;
            }
        }

        // The lines of a reply break the secret in its middle, and the segments of TCP break the lines.
        async Task BreakAsync(string code)
        {
            var middle = echo.Length / 2;
            await session.SendBytesAsync((byte[])[.. Encoding.ASCII.GetBytes($"{code}-You said "), .. echo[..middle]]);
            await session.SendBytesAsync((byte[])[.. "\r\n "u8, .. echo[middle..(middle + 1)]]);
            await session.SendBytesAsync((byte[])[.. echo[(middle + 1)..], .. Encoding.ASCII.GetBytes($"\r\n{code} "), .. echo, .. "\r\n"u8]);
        }

        async Task ListAsync()
        {
            await SayAsync("150 ", echo);
            using var channel = await session.Data.AcceptAsync();
            var name = echo.Where(value => value is not ((byte)'/' or 0)).ToArray();
            await channel.SendAllAsync((byte[])[.. Encoding.ASCII.GetBytes(Names), .. name, .. "\r\nnonsense "u8, .. name, .. "\r\n"u8]);
            await SayAsync("226 ", echo);
        }

        Task SayAsync(string begin, byte[] text) => session.SendBytesAsync((byte[])[.. Encoding.ASCII.GetBytes(begin), .. text, .. "\r\n"u8]);
    }
}
