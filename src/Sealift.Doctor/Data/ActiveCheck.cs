using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether the server can open data connections to this machine.</summary>
internal sealed class ActiveCheck() : DoctorCheck(
    "SL-DATA-64",
    "Active mode (PORT, EPRT)",
    "Waits on a port of this machine, tells it to the server and lists the directory of the login over the connection that comes.",
    "Active mode is the way out where passive ports are blocked, and old programs know nothing else.")
{
    private static readonly Fault Refused = new()
    {
        Title = "Active mode is refused",
        Verdict = Verdict.Advice,
        Meaning = "The server does not open data connections. That is a fair choice; clients must use passive mode.",
        Remedies = Remedies.For(
            vsftpd: "port_enable=YES",
            proFtpd: "No <Limit PORT EPRT>",
            pureFtpd: "It knows active mode; -X and TLS may not go together in old versions.",
            fileZilla: "It knows active mode.",
            iis: "FTP Request Filtering > Commands: PORT and EPRT allowed.",
            eft: "Site > Connections: allow PORT.",
            sealift: "sealift serve --allow active"),
        Meanwhile = "Nothing has to be set: passive mode is the default.",
    };

    private static readonly Fault NotConnected = new()
    {
        Title = "In active mode the server does not reach this machine",
        Verdict = Verdict.Advice,
        Meaning = "The server accepts the port, and its connection does not arrive: a firewall or address translation on this side, or one on the server's that lets nothing out.",
        Remedies = Remedies.For(
            vsftpd: "Let its outgoing connections through the firewall; connect_from_port_20 needs root.",
            proFtpd: "Let its outgoing connections through the firewall.",
            pureFtpd: "Let its outgoing connections through the firewall.",
            fileZilla: "Let its outgoing connections through the firewall.",
            iis: "Windows firewall: \"FTP Server (FTP Traffic-Out)\".",
            eft: "Let its outgoing connections through the firewall.",
            sealift: "Let its outgoing connections through the firewall."),
        Meanwhile = "Nothing has to be set: passive mode is the default. --active-address and --active-ports help where active mode is wanted.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Refused, NotConnected];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        if (examination.Base.Proxy is not null) return CannotTell("Active mode cannot pass a proxy.");
        var client = await examination.LogInAsync(options => options with { DataMode = FtpDataMode.Active }, cancellationToken).ConfigureAwait(false);
        await using var closing = client.ConfigureAwait(false);
        try
        {
            var count = 0;
            await foreach (var _ in client.ListAsync(FtpPath.Home, cancellationToken).ConfigureAwait(false)) count++;
            return Good("The server connects to this machine.", $"listing in active mode: {count} entries");
        }
        catch (FtpReplyException e) when (e.Command.Verb is "PORT" or "EPRT")
        {
            return Found(Refused, $"{e.Command.Verb} is refused: {Evidence.Of(e.Reply)}", e.Message);
        }
        catch (Exception e) when (e is FtpReplyException { Reply.Code: 425 } or FtpConnectionException { Failure: FtpConnectionFailure.Timeout or FtpConnectionFailure.Refused })
        {
            return Found(NotConnected, "The server's connection does not arrive.", e.Message);
        }
    }
}
