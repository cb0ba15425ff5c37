using System.Net;
using System.Net.Sockets;
using Sealift.Client.Control;
using Sealift.Core.Wire;

namespace Sealift.Client.Data;

/// <summary>Announces a port of this side: PORT (RFC 959 section 4.1.2) for IPv4, EPRT (RFC 2428 section 2) for IPv6 and where PORT is refused.</summary>
internal sealed class ActiveDialer(ControlChannel channel) : DataDialer(channel)
{
    private const int IPv4 = 1;
    private const int IPv6 = 2;

    private bool _isPortRefused;

    public override async ValueTask<DataPort> PrepareAsync(FtpCommand transfer, TimelineFeed feed, CancellationToken cancellationToken)
    {
        var local = Connection.Local.Address;
        var announced = Announced(local);
        var port = ActivePort.Listen(local, Connection.Peer.Address, Options, Connection.Feed);
        try
        {
            await AnnounceAsync(new IPEndPoint(announced, port.Port), cancellationToken).ConfigureAwait(false);
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    private IPAddress Announced(IPAddress local)
    {
        var plain = local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local;
        var announced = Options.ActiveAddress ?? plain;
        if (announced.AddressFamily == plain.AddressFamily) return announced;
        throw new FtpConnectionException(
            FtpConnectionFailure.Unreachable,
            $"The address {announced} cannot be announced to a server that is reached over "
            + $"{(plain.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6")}.",
            "Give an external address of the same family, or use passive mode.");
    }

    private async ValueTask AnnounceAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var isIPv4 = endPoint.AddressFamily == AddressFamily.InterNetwork;

        // PORT first: every server has it. vsftpd, ProFTPD and Pure-FTPd take either, so EPRT first would gain nothing there and cost
        // a round trip on servers older than RFC 2428.
        if (isIPv4 && !_isPortRefused)
        {
            var port = new FtpCommand("PORT", DataEndPointFormat.FormatPort(endPoint));
            var refusal = await ExecutePatientlyAsync(port, cancellationToken).ConfigureAwait(false);
            if (refusal.IsCompleted) return;
            if (!refusal.IsPermanentNegative) throw new FtpReplyException(port, refusal, Hints.For(refusal));
        }

        var eprt = new FtpCommand("EPRT", DataEndPointFormat.FormatEprt(endPoint));
        var reply = await ExecutePatientlyAsync(eprt, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw new FtpReplyException(eprt, reply, HintFor(reply, isIPv4 ? IPv4 : IPv6));
        _isPortRefused = isIPv4;
    }

    // RFC 2428 section 2: 522 lists the protocols that the server would use.
    private static string? HintFor(FtpReply reply, int protocol)
    {
        if (!DataEndPointFormat.TryParseProtocols(reply, out var protocols))
            return "The server does not take this address for active mode. It may not allow active mode at all: use passive mode.";
        var names = string.Join(" and ", protocols.Select(static number => number switch
        {
            IPv4 => "IPv4",
            IPv6 => "IPv6",
            _ => $"protocol {number}",
        }));
        return protocols.Contains(protocol)
            ? $"The server says that it uses {names}, and refuses it all the same: use passive mode."
            : $"For active mode the server uses {names} only: reach it over that, or use passive mode.";
    }
}
