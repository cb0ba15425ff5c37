using System.Globalization;
using System.Text;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>The password is on the wire, inside TLS, and nowhere else.</summary>
[Trait("Threat", "T33")]
public sealed class SecretTests
{
    [Theory]
    [InlineData("success")]
    [InlineData("wrong password")]
    [InlineData("no tls")]
    [InlineData("broken flight")]
    [InlineData("garbage")]
    [InlineData("silence")]
    [InlineData("clear text")]
    public async Task Password_is_in_no_timeline_log_or_exception(string path)
    {
        var clock = new TestClock();
        var silences = new SemaphoreSlim(0);
        await using var peer = ScriptedFtpPeer.Start(session => PlayAsync(session, path, silences));
        var timeline = new SessionTimeline();
        var logger = new ListLogger();
        var options = peer.Options() with
        {
            Timeline = timeline,
            Logger = logger,
            TimeProvider = clock,
            Mode = path == "clear text" ? FtpTlsMode.PlaintextUnsafe : FtpTlsMode.Explicit,
        };
        Exception? error = null;
        try
        {
            var connecting = FtpClient.ConnectAsync(options, Stop);
            if (path == "silence")
            {
                // The flight was lost, it seems: a second connection goes step by step, and is not answered either.
                await silences.WaitAsync(HangGuard, Stop);
                await clock.PassUntilAsync(silences.WaitAsync(Stop), options.ReplyTimeout);
                await clock.PassUntilAsync(connecting, options.ReplyTimeout * 2);
            }

            await using var client = await connecting;
            await client.PingAsync(Stop);
            await client.ExecuteAsync(new FtpCommand("SITE", "PSWD " + Secret), Stop);
            await client.QuitAsync(Stop);
        }
        catch (FtpException e)
        {
            error = e;
        }

        using var drawn = new StringWriter(CultureInfo.InvariantCulture);
        TimelineText.Write(drawn, timeline.Events);
        string[] shown =
        [
            drawn.ToString(), string.Join('\n', timeline.Events), logger.Text, error?.ToString() ?? "", options.ToString(),
            options.Credential.ToString()!, string.Join('\n', timeline.Events.OfType<CommandSent>().Select(sent => sent.Command)),
        ];
        Assert.All(shown, AssertClean);
        Assert.Equal(path is "success" or "clear text", error is null);
        if (path is "success" or "wrong password") Assert.Contains("PASS ***", drawn.ToString(), StringComparison.Ordinal);
        if (path is "success" or "wrong password") Assert.Contains("PASS ***", logger.Text, StringComparison.Ordinal);
    }

    private static void AssertClean(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(Secret);
        string[] forms =
        [
            Secret, Uri.EscapeDataString(Secret), Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes), "c4n4ry",
        ];
        Assert.All(forms, form => Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task PlayAsync(ScriptedSession session, string path, SemaphoreSlim silences)
    {
        session.Answers["SITE"] = "200 Changed.";
        if (path == "clear text")
        {
            await session.SendAsync("220 Hello.");
            await session.AnswerToTheEndAsync();
            return;
        }

        if (path == "no tls")
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", "500 What?");
            return;
        }

        await session.BeginExplicitAsync();
        if (path == "success")
        {
            await session.AnswerToTheEndAsync();
            return;
        }

        await session.AnswerUntilAsync("PASS");
        if (path == "wrong password") await session.SendAsync("530 Wrong.");
        else if (path == "garbage") await session.SendAsync("What was that?");
        if (path != "silence") return;
        silences.Release();
        await session.StaySilentAsync();
    }
}
