using System.Net;
using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether the server can be made to connect to other machines.</summary>
internal sealed class ForeignAddressCheck() : DoctorCheck(
    "SL-DATA-65",
    "Foreign addresses in PORT",
    "Names an address of nobody (192.0.2.1, RFC 5737) with PORT, and asks for no transfer: the server has nothing to connect for.",
    "A server that connects wherever it is told can be used to attack others, also inside its own network (the FTP bounce attack, RFC 2577).")
{
    private static readonly IPEndPoint Nobody = new(IPAddress.Parse("192.0.2.1"), 50_000);

    private static readonly Fault Accepted = new()
    {
        Title = "The server connects to foreign addresses",
        Meaning = "Every user can make it open connections to any machine, with its address as the sender. Copies from server to server need this; nothing else does.",
        Remedies = Remedies.For(
            vsftpd: "port_promiscuous=NO and pasv_promiscuous=NO (the defaults)",
            proFtpd: "AllowForeignAddress off (the default), or a class of addresses that may be named",
            pureFtpd: "Take -W (AllowUserFXP) and -w (AllowAnonymousFXP) away.",
            fileZilla: "It refuses foreign addresses.",
            iis: "It refuses foreign addresses; install Windows' updates.",
            eft: "Site > Connections: block site-to-site (FXP) transfers and bounce attacks.",
            sealift: "It refuses foreign addresses, with --allow active too."),
        Meanwhile = "Nothing can be set on the client.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Accepted];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var peer = probe.Line.Connection.Peer.Address;
        if (peer.AddressFamily != AddressFamily.InterNetwork && !peer.IsIPv4MappedToIPv6) return CannotTell("The server is reached over IPv6, and PORT is for IPv4.");
        var reply = await probe.Line.AskAsync(new FtpCommand("PORT", DataEndPointFormat.FormatPort(Nobody)), cancellationToken).ConfigureAwait(false);
        var evidence = $"PORT {DataEndPointFormat.FormatPort(Nobody)} → {Evidence.Of(reply)}";
        return reply.IsCompleted ? Found(Accepted, "PORT with a foreign address is accepted.", evidence) : Good("PORT with a foreign address is refused.", evidence);
    }
}
