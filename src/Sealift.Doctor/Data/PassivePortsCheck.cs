using System.Globalization;
using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether the ports that the server names can be reached.</summary>
internal sealed class PassivePortsCheck() : DoctorCheck(
    "SL-DATA-53",
    "Passive ports reachable",
    "Asks for several data ports, one after the other, and connects to each.",
    "Where a firewall lets port 21 through and not the passive ports, the login works and every listing and transfer hangs.")
{
    private const int Ports = 5;

    // A firewall that drops packets is waited for once or twice, not five times.
    private const int MostSilent = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Fault Blocked = new()
    {
        Title = "The passive ports cannot be reached",
        Meaning = "No listing and no transfer is possible, although the login works. Nearly always a firewall lets port 21 through and not the passive ports.",
        Remedies = DataRemedies.PassivePorts,
        Meanwhile = "--active lets the server connect to this machine, where the network allows it; a proxy (--proxy) may go another way.",
    };

    private static readonly Fault SomeBlocked = new()
    {
        Title = "Some passive ports cannot be reached",
        Meaning = "Transfers fail now and then, as the server happens to choose a port. The range of the server and that of the firewall differ, or something else uses these ports.",
        Remedies = DataRemedies.PassivePorts,
        Meanwhile = "Sealift asks for another port by itself, up to three.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Blocked, SomeBlocked];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var patience = examination.Options.Patience < Patience ? examination.Options.Patience : Patience;
        var probe = await DataProbe.OpenAsync(examination, options => options with { ConnectTimeout = patience }, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var evidence = new List<string>();
        var (reached, silent) = (0, 0);
        while (evidence.Count < Ports && silent < MostSilent)
        {
            var port = await probe.AskPortAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                using var socket = await probe.DialAsync(port, cancellationToken).ConfigureAwait(false);
                reached++;
                evidence.Add(string.Create(CultureInfo.InvariantCulture, $"port {port}: open"));
            }
            catch (FtpConnectionException e)
            {
                if (e.Failure == FtpConnectionFailure.Timeout) silent++;
                evidence.Add(string.Create(CultureInfo.InvariantCulture, $"port {port}: {(e.Failure == FtpConnectionFailure.Timeout ? "no answer" : e.Message)}"));
            }
        }

        if (reached == 0) return Found(Blocked, $"None of {evidence.Count} ports that the server named can be reached.", evidence);
        return reached == evidence.Count
            ? Good($"All of {reached} ports that the server named can be reached.", evidence)
            : Found(SomeBlocked, $"{evidence.Count - reached} of {evidence.Count} ports that the server named cannot be reached.", evidence);
    }
}
