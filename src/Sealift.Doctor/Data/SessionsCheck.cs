using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>How many sessions at once the server allows.</summary>
internal sealed class SessionsCheck() : DoctorCheck(
    "SL-DATA-68",
    "Sessions at once",
    "Logs in again and again without logging out, up to eight sessions, until the server refuses one.",
    "Several sessions carry many files much faster than one. Programs that open more than the server allows run into refusals, or into a ban.")
{
    private const int Most = 8;

    private static readonly Fault Few = new()
    {
        Title = "The server allows few sessions at once",
        Verdict = Verdict.Advice,
        Meaning = "Programs that transfer over several sessions are refused beyond that number; some then fail, and some servers ban the address.",
        Remedies = Remedies.For(
            vsftpd: "max_per_ip and max_clients (0 is no limit)",
            proFtpd: "MaxClientsPerUser, MaxClientsPerHost, MaxClients",
            pureFtpd: "-C (MaxClientsPerIP), -c (MaxClientsNumber), -y (PerUserLimits)",
            fileZilla: "The user's limit of sessions.",
            iis: "FTP site > Advanced Settings > Connections: Max Connections.",
            eft: "The user's and the site's maximum of concurrent connections.",
            sealift: "--max-sessions (in all; no more than there are --passive-ports), and \"sessions\" of a user in the file of --users. An address may have 100: only a program can change that (MaxSessionsPerAddress among the limits)."),
        Meanwhile = "sessions = N in a saved site keeps to that number. Sealift also learns it by itself.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Few];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var clients = new List<FtpClient>();
        try
        {
            while (clients.Count < Most) clients.Add(await examination.LogInAsync(null, cancellationToken).ConfigureAwait(false));
            return Good($"At least {Most} sessions at once are allowed.", $"sessions: {clients.Count}");
        }
        catch (FtpException e) when (clients.Count > 0)
        {
            // All earlier ones were let in with the same password, so that it is their number that this one was refused for.
            examination.Learnt = examination.Learnt with { Sessions = clients.Count };
            return Found(Few, $"The server allows {clients.Count} sessions at once.", $"session {clients.Count + 1}: {e.Message}");
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync().ConfigureAwait(false);
        }
    }
}
