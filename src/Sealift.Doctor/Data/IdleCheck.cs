using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether NOOP keeps a session in step.</summary>
internal sealed class IdleCheck() : DoctorCheck(
    "SL-DATA-67",
    "NOOP while idle",
    "Says NOOP three times with a pause before each, and asks for the directory (PWD) at the end.",
    "NOOP keeps firewalls and servers from ending an idle session, and is how a pool of sessions sees that one still lives.")
{
    private const int Times = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Fault Fails = new()
    {
        Title = "NOOP does not keep the session",
        Verdict = Verdict.Advice,
        Meaning = "The server does not know NOOP, or ends a session that is idle for seconds.",
        Remedies = Remedies.For(
            vsftpd: "idle_session_timeout=300; NOOP not in cmds_denied",
            proFtpd: "TimeoutIdle 600; no <Limit NOOP>",
            pureFtpd: "-I 15 (MaxIdleTime, in minutes)",
            fileZilla: "Protocols settings: Activity timeout.",
            iis: "FTP site > Advanced Settings > Connections: Control Channel Timeout; FTP Request Filtering > Commands: NOOP allowed.",
            eft: "Site > Connections: timeout; it may block NOOP as \"anti-timeout\".",
            sealift: "It knows NOOP, which counts as a command. sealift serve ends a session that says nothing for 5 minutes, and has no option for it; in a program it is IdleTimeout among the limits."),
        Meanwhile = "Leave --keep-alive out.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Fails];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var evidence = new List<string>();
        try
        {
            for (var i = 0; i < Times; i++)
            {
                await Task.Delay(Pause, examination.Time, cancellationToken).ConfigureAwait(false);
                var reply = await probe.Line.AskAsync("NOOP", cancellationToken).ConfigureAwait(false);
                evidence.Add($"NOOP → {Evidence.Of(reply)}");
                if (!reply.IsCompleted) return Found(Fails, $"NOOP is refused: {Evidence.Of(reply)}", evidence);
            }

            var directory = await probe.Line.AskAsync("PWD", cancellationToken).ConfigureAwait(false);
            evidence.Add($"PWD → {Evidence.Of(directory)}");
            return directory.Code == 257 ? Good("The session stays in step.", evidence) : Found(Fails, "After NOOP the session is out of step.", evidence);
        }
        catch (FtpException e)
        {
            return Found(Fails, $"The session ended: {e.Message}", evidence);
        }
    }
}
