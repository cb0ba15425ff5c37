using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether several sessions at once each get their data connections.</summary>
internal sealed class ParallelCheck() : DoctorCheck(
    "SL-DATA-57",
    "Three sessions at once",
    "Opens three control connections and lists over each of them twice, all at the same time.",
    "Programs transfer many files over several sessions. Servers that mix up their TLS sessions refuse every other data connection then.")
{
    private const int Sessions = 3;

    private static readonly Fault Fails = new()
    {
        Title = "With several sessions data connections fail",
        Meaning = "One session alone works. With several, the server takes the TLS session of one for that of another, or has too few passive ports.",
        Remedies = Remedies.For(
            vsftpd: "pasv_min_port to pasv_max_port: more ports; max_per_ip, max_clients.",
            proFtpd: "PassivePorts: more ports; TLSSessionCache with room for more sessions.",
            pureFtpd: "-p with at least twice as many ports as clients; -C (MaxClientsPerIP).",
            fileZilla: "Passive mode: more ports.",
            iis: "FTP Firewall Support: a larger Data Channel Port Range.",
            eft: "A larger port range for PASV; limits of connections.",
            sealift: "--passive-ports with more ports: every session may need one."),
        Meanwhile = "sessions = 1 in a saved site keeps to one.",
    };

    private static readonly Fault NotResumed = new()
    {
        Title = "With several sessions data connections do not resume",
        Verdict = Verdict.Advice,
        Meaning = "One session alone resumes. With several, each data connection is a whole handshake, which strict servers refuse.",
        Remedies = DataRemedies.AllowReuse,
        Meanwhile = "sessions = 1 in a saved site keeps to one.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Fails, NotResumed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probes = new List<DataProbe>();
        try
        {
            try
            {
                while (probes.Count < Sessions) probes.Add(await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (probes.Count > 0 && e is FtpException or CannotTellException)
            {
                return CannotTell($"The server allows {probes.Count} sessions at once: {Reason.Of(e)}");
            }

            var alone = await probes[0].ListAsync(probes[0].Session, cancellationToken).ConfigureAwait(false);
            if (!alone.Succeeded) return CannotTell($"A listing fails in any case: {alone.Words}");
            var outcomes = await Task.WhenAll(probes.Select(probe => ListTwiceAsync(probe, cancellationToken))).ConfigureAwait(false);
            string[] evidence = [$"alone: {alone}", .. outcomes.SelectMany((pair, i) => pair.Select(outcome => $"session {i + 1}: {outcome}"))];
            var all = outcomes.SelectMany(pair => pair).ToList();
            if (all.FirstOrDefault(outcome => !outcome.Succeeded) is { } failed) return Found(Fails, $"Of {all.Count} listings at once one fails: {failed.Words}", evidence);
            return alone.Resumed && all.Any(outcome => !outcome.Resumed)
                ? Found(NotResumed, "Alone data connections resume, side by side they do not.", evidence)
                : Good($"{Sessions} sessions at once: {all.Count} listings, all as with one.", evidence);
        }
        finally
        {
            foreach (var probe in probes) await probe.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<DataOutcome[]> ListTwiceAsync(DataProbe probe, CancellationToken cancellationToken) =>
    [
        await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false),
        await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false),
    ];
}
