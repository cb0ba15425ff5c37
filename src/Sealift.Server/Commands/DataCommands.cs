using System.Net;
using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.Server.Access;
using Sealift.Server.Data;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>What prepares a transfer: PASV, EPSV, PORT, EPRT, SSCN, CPSV, TYPE, STRU, MODE, REST, and ABOR where none is running.</summary>
internal static class DataCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("PASV", CommandAccess.LoggedIn, ArgumentRule.None, Pasv),
        new("EPSV", CommandAccess.LoggedIn, ArgumentRule.Optional, Epsv),
        new("TYPE", CommandAccess.LoggedIn, ArgumentRule.Required, SetType),
        new("STRU", CommandAccess.LoggedIn, ArgumentRule.Required, (session, argument) => Only(session, argument, "F", "files")),
        new("MODE", CommandAccess.LoggedIn, ArgumentRule.Required, SetMode),
        new("REST", CommandAccess.LoggedIn, ArgumentRule.Required, Rest),
        new("ABOR", CommandAccess.LoggedIn, ArgumentRule.None, Abor),
        new("PORT", CommandAccess.LoggedIn, ArgumentRule.Required, Port) { IsOfferedBy = policy => policy.AllowActive },
        new("EPRT", CommandAccess.LoggedIn, ArgumentRule.Required, Eprt) { IsOfferedBy = policy => policy.AllowActive },
        new("CPSV", CommandAccess.LoggedIn, ArgumentRule.None, Cpsv) { IsOfferedBy = policy => policy.SitePeers.Count > 0 },
        new("SSCN", CommandAccess.LoggedIn, ArgumentRule.Optional, Sscn) { IsOfferedBy = policy => policy.SitePeers.Count > 0 },
    ];

    // RFC 959 section 4.1.2: 227 names an IPv4 address, which an IPv6 client has no use for.
    private static void Pasv(FtpSession session, string argument) => Pasv(session, isTlsClient: false);

    // glFTPD: as PASV, and this side begins the TLS handshake with the server that comes.
    private static void Cpsv(FtpSession session, string argument)
    {
        DemandSitePeers(session);
        if (!session.State.IsDataPrivate) throw new CommandRefusedException(503, "PROT P comes first.");
        Pasv(session, isTlsClient: true);
    }

    private static void Pasv(FtpSession session, bool isTlsClient)
    {
        if (session.State.IsEpsvOnly) throw new CommandRefusedException(503, "EPSV ALL was given: use EPSV.");
        if (session.Local.AddressFamily != AddressFamily.InterNetwork)
            throw new CommandRefusedException(425, "PASV knows IPv4 only: use EPSV.");
        var port = Open(session, isTlsClient).EndPoint.Port;
        var address = session.Server.Options.ExternalAddress is { } external && !ClientScope.IsNear(session.Peer.Address)
            ? external
            : session.Local.Address;
        session.Reply(227, $"Entering passive mode {DataEndPointFormat.FormatPasv(new IPEndPoint(address, port))}.");
    }

    // RaidenFTPD kb000000037: ON makes this side begin the TLS handshakes of files. Without an argument it tells how it is.
    private static void Sscn(FtpSession session, string argument)
    {
        DemandSitePeers(session);
        switch (argument.ToUpperInvariant())
        {
            case "":
                break;
            case "ON" when !session.State.IsDataPrivate:
                throw new CommandRefusedException(503, "PROT P comes first.");
            case "ON":
                session.State.IsTlsClient = true;
                break;
            case "OFF":
                session.State.IsTlsClient = false;
                break;
            default:
                throw new CommandRefusedException(501, "SSCN is ON or OFF.");
        }

        session.Reply(200, session.State.IsTlsClient ? "SSCN: client mode." : "SSCN: server mode.");
    }

    private static void DemandSitePeers(FtpSession session)
    {
        if (session.Server.Options.Policy.SitePeers.Count == 0)
            throw new CommandRefusedException(502, "Nothing is exchanged with other servers here.");
    }

    private static void Port(FtpSession session, string argument)
    {
        DemandActive(session);
        if (!DataEndPointFormat.TryParsePort(argument, out var endPoint))
            throw new CommandRefusedException(501, "PORT needs an address and a port: h1,h2,h3,h4,p1,p2.");
        Aim(session, "PORT", endPoint);
    }

    // RFC 2428 section 2: 522 names the protocols that would do.
    private static void Eprt(FtpSession session, string argument)
    {
        DemandActive(session);
        if (!DataEndPointFormat.TryParseEprt(argument, out var endPoint))
            throw new CommandRefusedException(501, "EPRT needs a protocol, an address and a port: |1|192.0.2.1|50000|.");
        if (endPoint.AddressFamily != session.Local.AddressFamily)
            throw new CommandRefusedException(522, $"Network protocol not supported, use ({Protocol(session)})");
        Aim(session, "EPRT", endPoint);
    }

    private static void DemandActive(FtpSession session)
    {
        session.SetDataPort(null);
        if (!session.Server.Options.Policy.AllowActive) throw new CommandRefusedException(500, "The server opens no connections: use EPSV or PASV.");
        if (session.State.IsEpsvOnly) throw new CommandRefusedException(503, "EPSV ALL was given: use EPSV.");
    }

    // RFC 2577 section 3: a server that connects wherever it is told to attacks others for its clients. Ports below 1024 belong to services.
    private static void Aim(FtpSession session, string verb, IPEndPoint endPoint)
    {
        var isKnown = endPoint.Address.Equals(session.Peer.Address) || session.Server.Options.Policy.FindSitePeer(endPoint.Address) is not null;
        if (!isKnown || endPoint.Port < 1024)
        {
            ServerLog.BounceRefused(session.Server.Logger, session.Id, verb, endPoint);
            throw new CommandRefusedException(501, "The server connects only to the address that the client has, and to no port below 1024.");
        }

        session.SetDataPort(new ActiveTarget(
            endPoint,
            session.Local.Address,
            session.Server.Limits.DataConnectTimeout,
            session.Server.Time,
            (target, reason) => ServerLog.DialFailed(session.Server.Logger, session.Id, target, reason)));
        session.Reply(200, $"The server will connect; {(verb == "PORT" ? "EPSV and PASV are" : "EPSV is")} better.");
    }

    private static string Protocol(FtpSession session) => session.Local.AddressFamily == AddressFamily.InterNetworkV6 ? "2" : "1";

    // RFC 2428 section 3: the argument is empty, a protocol (1 for IPv4, 2 for IPv6) or ALL.
    private static void Epsv(FtpSession session, string argument)
    {
        var protocol = Protocol(session);
        if (argument.Equals("ALL", StringComparison.OrdinalIgnoreCase))
        {
            session.State.IsEpsvOnly = true;
            session.Reply(200, "Only EPSV from now on.");
            return;
        }

        if (argument.Length > 0 && argument != protocol)
            throw new CommandRefusedException(522, $"Network protocol not supported, use ({protocol})");
        session.Reply(229, $"Entering extended passive mode {DataEndPointFormat.FormatEpsv(Open(session, isTlsClient: false).EndPoint.Port)}");
    }

    private static PassiveListener Open(FtpSession session, bool isTlsClient)
    {
        session.SetDataPort(null);
        var policy = session.Server.Options.Policy;
        var listener = PassiveListener.TryOpen(
            session.Local.Address,
            address => address.Equals(session.Peer.Address) || policy.FindSitePeer(address) is not null,
            session.Server.Options.PassivePorts,
            session.Server.Limits.DataConnectTimeout,
            session.Server.Time,
            stranger =>
            {
                ServerLog.Stranger(session.Server.Logger, session.Id, stranger, session.Peer.Address);
                session.Trace.Note($"{stranger} came to the data port and was shown out.");
            },
            isTlsClient) ?? throw new CommandRefusedException(425, "No port is free for a data connection.");
        session.SetDataPort(listener);
        return listener;
    }

    // RFC 959 section 3.1.1. L 8 is I by another name. Listings are text in both.
    private static void SetType(FtpSession session, string argument)
    {
        switch (argument.ToUpperInvariant())
        {
            case "I" or "L 8":
                session.State.IsAscii = false;
                session.Reply(200, "The type is image.");
                break;
            case "A" or "A N":
                session.State.IsAscii = true;
                session.Reply(200, "The type is ASCII: lines of text.");
                break;
            default:
                session.Reply(504, "The types are I and A.");
                break;
        }
    }

    private static void Only(FtpSession session, string argument, string known, string what)
    {
        if (argument.Equals(known, StringComparison.OrdinalIgnoreCase)) session.Reply(200, $"It is {known}.");
        else session.Reply(504, $"There are only {what}: {known}.");
    }

    // draft-preston-ftpext-deflate-04 section 2: Z compresses listings too, until the next MODE.
    private static void SetMode(FtpSession session, string argument)
    {
        switch (argument.ToUpperInvariant())
        {
            case "S":
                session.State.IsCompressed = false;
                session.Reply(200, "Data is sent as it is.");
                break;
            case "Z" when session.Server.Options.Policy.AllowCompression:
                session.State.IsCompressed = true;
                session.Reply(200, "Data is compressed.");
                break;
            default:
                session.Reply(504, "There is no such mode here: data is sent as it is.");
                break;
        }
    }

    // RFC 3659 section 5: an offset in bytes. 63 bits, digits only; what is beyond the file is refused by the transfer.
    private static void Rest(FtpSession session, string argument)
    {
        if (argument.AsSpan().ContainsAnyExceptInRange('0', '9') || !long.TryParse(argument, out var offset))
            throw new CommandRefusedException(501, "REST needs an offset in bytes.");
        if (offset > 0 && session.State.IsAscii) throw new CommandRefusedException(501, "Use TYPE I before REST.");
        session.State.Restart = offset;
        session.Reply(350, $"The next transfer begins at {offset}.");
    }

    // RFC 959 section 4.1.3: nothing is running, but a data connection may be open.
    private static void Abor(FtpSession session, string argument)
    {
        session.SetDataPort(null);
        session.Reply(226, "There is no transfer.");
    }
}
