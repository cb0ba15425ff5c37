using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.Server.Data;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>What prepares a transfer: PASV, EPSV, TYPE, STRU, MODE, REST, and ABOR where none is running.</summary>
internal static class DataCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("PASV", CommandAccess.LoggedIn, ArgumentRule.None, Pasv),
        new("EPSV", CommandAccess.LoggedIn, ArgumentRule.Optional, Epsv),
        new("TYPE", CommandAccess.LoggedIn, ArgumentRule.Required, SetType),
        new("STRU", CommandAccess.LoggedIn, ArgumentRule.Required, (session, argument) => Only(session, argument, "F", "files")),
        new("MODE", CommandAccess.LoggedIn, ArgumentRule.Required, (session, argument) => Only(session, argument, "S", "streams")),
        new("REST", CommandAccess.LoggedIn, ArgumentRule.Required, Rest),
        new("ABOR", CommandAccess.LoggedIn, ArgumentRule.None, Abor),
        CommandRule.Refused("PORT", 500, "The server opens no connections: use EPSV or PASV."),
        CommandRule.Refused("EPRT", 500, "The server opens no connections: use EPSV or PASV."),
    ];

    // RFC 959 section 4.1.2: 227 names an IPv4 address, which an IPv6 client has no use for.
    private static void Pasv(FtpSession session, string argument)
    {
        if (session.State.IsEpsvOnly) throw new CommandRefusedException(503, "EPSV ALL was given: use EPSV.");
        if (session.Local.AddressFamily != AddressFamily.InterNetwork)
            throw new CommandRefusedException(425, "PASV knows IPv4 only: use EPSV.");
        session.Reply(227, $"Entering passive mode {DataEndPointFormat.FormatPasv(Open(session).EndPoint)}.");
    }

    // RFC 2428 section 3: the argument is empty, a protocol (1 for IPv4, 2 for IPv6) or ALL.
    private static void Epsv(FtpSession session, string argument)
    {
        var protocol = session.Local.AddressFamily == AddressFamily.InterNetworkV6 ? "2" : "1";
        if (argument.Equals("ALL", StringComparison.OrdinalIgnoreCase))
        {
            session.State.IsEpsvOnly = true;
            session.Reply(200, "Only EPSV from now on.");
            return;
        }

        if (argument.Length > 0 && argument != protocol)
            throw new CommandRefusedException(522, $"Network protocol not supported, use ({protocol})");
        session.Reply(229, $"Entering extended passive mode {DataEndPointFormat.FormatEpsv(Open(session).EndPoint.Port)}");
    }

    private static PassiveListener Open(FtpSession session)
    {
        session.SetPassive(null);
        var listener = PassiveListener.TryOpen(
            session.Local.Address,
            session.Peer.Address,
            session.Server.Options.PassivePorts,
            session.Server.Limits.DataConnectTimeout,
            session.Server.Time,
            stranger =>
            {
                ServerLog.Stranger(session.Server.Logger, session.Id, stranger, session.Peer.Address);
                session.Trace.Note($"{stranger} came to the data port and was shown out.");
            }) ?? throw new CommandRefusedException(425, "No port is free for a data connection.");
        session.SetPassive(listener);
        return listener;
    }

    // RFC 959 section 3.1.1. Files are sent as they are in both types; A only matters to SIZE and REST.
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
                session.Reply(200, "The type is ASCII; files are sent as they are.");
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
        session.SetPassive(null);
        session.Reply(226, "There is no transfer.");
    }
}
