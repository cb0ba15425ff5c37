using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether the server names ports for data connections.</summary>
internal sealed class PassiveCheck() : DoctorCheck(
    "SL-DATA-51",
    "Passive mode (EPSV, PASV)",
    "Asks for a data port with EPSV (RFC 2428) and with PASV (RFC 959), and connects to neither.",
    "In passive mode the client opens data connections, which is what firewalls and address translation let through.")
{
    private static readonly Fault None = new()
    {
        Title = "The server names no data port",
        Meaning = "Neither EPSV nor PASV works. Only active mode is left, which few networks let through.",
        Remedies = Remedies.For(
            vsftpd: "pasv_enable=YES, and a range from pasv_min_port to pasv_max_port with free ports",
            proFtpd: "No <Limit EPSV PASV>; PassivePorts 50000 50099 with free ports",
            pureFtpd: "-p 50000:50099 with at least twice as many ports as clients",
            fileZilla: "Passive mode: a port range with free ports.",
            iis: "FTP Firewall Support: a Data Channel Port Range with free ports; FTP Request Filtering > Commands: EPSV and PASV allowed.",
            eft: "Site > Connections: allow PASV, with a port range.",
            sealift: "--passive-ports with free ports"),
        Meanwhile = "--active lets the server connect to this machine, where the network allows it.",
    };

    private static readonly Fault NoEpsv = new()
    {
        Title = "EPSV is refused",
        Verdict = Verdict.Advice,
        Meaning = "PASV names an address besides the port, which is often wrong behind address translation, and there is no PASV for IPv6.",
        Remedies = Remedies.For(
            vsftpd: "Take EPSV out of cmds_denied, and put it into cmds_allowed where that is set.",
            proFtpd: "No <Limit EPSV>",
            pureFtpd: "Take -b (BrokenClientsCompatibility) away: with it there is no EPSV.",
            fileZilla: "It knows EPSV.",
            iis: "FTP Request Filtering > Commands: EPSV allowed.",
            eft: "Update EFT.",
            sealift: "It knows EPSV."),
        Meanwhile = "Nothing has to be set: Sealift asks with PASV then, and remembers it.",
    };

    private static readonly Fault NoPasv = new()
    {
        Title = "PASV is refused",
        Verdict = Verdict.Advice,
        Meaning = "EPSV works, and old clients do not know it.",
        Remedies = Remedies.For(
            vsftpd: "pasv_enable=YES, and PASV not in cmds_denied",
            proFtpd: "No <Limit PASV>",
            pureFtpd: "It knows PASV over IPv4.",
            fileZilla: "It knows PASV over IPv4.",
            iis: "FTP Request Filtering > Commands: PASV allowed.",
            eft: "Site > Connections: allow PASV.",
            sealift: "It knows PASV over IPv4."),
        Meanwhile = "Nothing has to be set: Sealift asks with EPSV.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [None, NoEpsv, NoPasv];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var extended = await probe.Line.AskAsync("EPSV", cancellationToken).ConfigureAwait(false);
        var old = await probe.Line.AskAsync("PASV", cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"EPSV → {Evidence.Of(extended)}", $"PASV → {Evidence.Of(old)}"];
        var knowsEpsv = DataEndPointFormat.TryParseEpsv(extended, out _);
        var knowsPasv = DataEndPointFormat.TryParsePasv(old, out _);
        examination.Learnt = examination.Learnt with { Epsv = knowsEpsv };

        // RFC 2428 section 1: PASV has no word for an IPv6 address.
        var mayKnowPasv = probe.Line.Connection.Peer.AddressFamily == AddressFamily.InterNetwork || probe.Line.Connection.Peer.Address.IsIPv4MappedToIPv6;
        if (!knowsEpsv && !knowsPasv) return Found(None, "Neither EPSV nor PASV names a port.", evidence);
        if (!knowsEpsv) return Found(NoEpsv, $"EPSV is refused, PASV works: {Evidence.Of(extended)}", evidence);
        return knowsPasv || !mayKnowPasv
            ? Good(knowsPasv ? "EPSV and PASV work." : "EPSV works (PASV is for IPv4 only).", evidence)
            : Found(NoPasv, $"PASV is refused, EPSV works: {Evidence.Of(old)}", evidence);
    }
}
