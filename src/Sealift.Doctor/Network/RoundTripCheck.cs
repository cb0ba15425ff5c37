using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Network;

/// <summary>How far away the server is, and how long it thinks.</summary>
internal sealed class RoundTripCheck() : DoctorCheck(
    "SL-NET-55",
    "Round-trip time",
    "Measures a TCP connection and the answers to simple commands, and takes the median of each.",
    "Every transfer costs round trips: a listing about nine of them. With many small files the distance, not the bandwidth, decides the speed.")
{
    private const int Questions = 5;

    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(500);

    private static readonly Fault Slow = new()
    {
        Title = "The server answers slowly",
        Verdict = Verdict.Advice,
        Meaning = "The answer to a command takes much longer than the way there and back: the machine is busy, or something in between looks at every packet.",
        Remedies = Remedies.For(
            vsftpd: "Look at the machine's load; one process serves each session.",
            proFtpd: "Look at the machine's load and at what is asked for each command (mod_sql, mod_exec, mod_ldap).",
            pureFtpd: "Look at the machine's load and at what answers for users (-l extauth, LDAP, SQL).",
            fileZilla: "Look at the machine's load, and at virus scanners that look at every file.",
            iis: "Look at the machine's load and at custom authentication providers.",
            eft: "Look at the machine's load and at event rules that run on every command.",
            sealift: "Look at the machine's load."),
        Meanwhile = "Several sessions at once hide the waiting (sessions = 4 in a saved site).",
    };

    public override IReadOnlyList<Fault> Faults => [Slow];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var ports = await examination.Ports.GetAsync(cancellationToken).ConfigureAwait(false);
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        var connect = ports.First(port => port.Port == target.Port).ConnectTime;

        var line = target.IsImplicit
            ? await examination.OpenSecureAsync(null, null, null, cancellationToken).ConfigureAwait(false)
            : await examination.OpenClearAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        var times = new List<TimeSpan>(Questions);
        for (var i = 0; i < Questions; i++)
        {
            var began = examination.Time.GetTimestamp();

            // Any answer will do: some servers want a login before they do nothing.
            var reply = await line.AskAsync("NOOP", cancellationToken).ConfigureAwait(false);
            if (reply.Code == 421) break;
            times.Add(examination.Time.GetElapsedTime(began));
        }

        if (times.Count == 0) return CannotTell("The server answers no command before the login.", [.. line.Said]);
        var answer = times.Order().ElementAt(times.Count / 2);
        string[] evidence = [$"a TCP connection took {Evidence.Time(connect)}", $"an answer took {Evidence.Time(answer)} (median of {times.Count})"];
        return answer > connect + Thinking
            ? Found(Slow, $"An answer takes {Evidence.Time(answer)}, a connection only {Evidence.Time(connect)}.", evidence)
            : Good($"{Evidence.Time(answer)} for a command and its answer.", evidence);
    }
}
