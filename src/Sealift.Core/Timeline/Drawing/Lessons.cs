namespace Sealift.Core.Timeline.Drawing;

/// <summary>What the picture tells its reader about each phase, once, in plain words.</summary>
internal sealed class Lessons
{
    private readonly HashSet<string> _told = [];
    private bool _isGreeted;
    private bool _isAuthAsked;
    private bool _isNamed;
    private int _flight;

    /// <summary>The note that belongs before an event; null when there is none, or it was told.</summary>
    public string? Before(TimelineEvent one)
    {
        if (one is not CommandSent) _flight = 0;
        switch (one)
        {
            case CommandSent sent:
                _flight++;
                _isAuthAsked |= sent.Command.Verb == "AUTH";
                _isNamed |= sent.Command.Verb == "USER";
                return BeforeCommand(sent.Command.Verb, sent.Command.Argument);
            case ReplyReceived { Channel: 0, Reply.Code: 220 } when !_isGreeted:
                _isGreeted = true;
                return null;
            case HandshakeMessage { Channel: 0, Name: "ClientHello" }:
                return BeforeControlHandshake();
            default:
                return null;
        }
    }

    /// <summary>The note that belongs after an event; null when there is none, or it was told.</summary>
    /// <param name="one">The event.</param>
    /// <param name="next">The event that follows it.</param>
    public string? After(TimelineEvent one, TimelineEvent? next) => one switch
    {
        CommandSent when _flight >= 3 && next is not CommandSent => Once(
            "flight",
            $"{_flight} commands in one flight: none needs the answer to the one before, so they cost one round trip instead of {_flight}."),
        ChannelSecured { Channel: 0 } => Once(
            "secured", "From here on everything on this connection is encrypted: names, passwords, commands and replies."),
        ChannelSecured { Resumed: true } => Once(
            "resumed",
            "Resumed: the data connection goes on with the TLS session of the control connection. That proves that the same two sides talk, "
            + "and strict servers (vsftpd, ProFTPD, FileZilla Server) accept nothing else."),
        ChannelSecured { Resumed: false } => Once(
            "not resumed",
            "Not resumed: this data connection made a TLS session of its own, with a full handshake. Strict servers refuse that (425, 522)."),
        ConnectionClosed { Channel: > 0, CloseNotifyReceived: true, CloseNotifySent: true, Error: null } => Once(
            "close_notify", "close_notify from both sides: the data is complete, nobody cut its end off."),
        ConnectionClosed { Channel: > 0, CloseNotifyReceived: false, Error: null } => Once(
            "no close_notify", "The server closed without close_notify: TLS cannot prove that nothing is missing at the end."),
        ConnectionFailed { Channel: 0 } when next is null => Once(
            "no connection", "No connection was made: nothing of FTP or TLS was said, and no name and no password was sent."),
        ConnectionFailed { Channel: > 0 } => Once(
            "no data connection",
            "Without a data connection there is no listing and no file. The port that was named cannot be reached: mostly a firewall is in between, "
            + "or the address or the range of ports is wrong. The control connection goes on."),
        HandshakeMessage { Channel: 0, Name: "Alert", FromClient: true } alert when !EventWords.IsCloseNotify(alert) && !_isNamed => Once(
            "refused", "With an alert the client ends the handshake and says why. No name and no password was sent, and nothing goes on in clear text."),
        ChannelCleared => Once("cleared", "Commands and replies can be read by everybody on the way again; files are still encrypted."),
        _ => null,
    };

    private string? BeforeCommand(string verb, string? argument) => verb switch
    {
        "AUTH" => Once(
            "AUTH",
            "Explicit mode: the session begins in clear text, so AUTH comes first. Nobody has said a name or a password yet, and nobody "
            + "does before TLS stands."),
        "USER" => Once("USER", "The login. The password is hidden in this picture too."),
        "PBSZ" => Once("PBSZ", "PBSZ 0: a formality that PROT demands. TLS needs no buffer size to be agreed on, so it is 0."),
        "PROT" when string.Equals(argument, "C", StringComparison.OrdinalIgnoreCase) => Once(
            "PROT", "PROT C: data connections stay in clear text. Everybody on the way can read the files."),
        "PROT" => Once("PROT", "PROT P (private): files and listings are encrypted too. Without it they would travel in clear text."),
        "FEAT" => Once("FEAT", "FEAT asks what the server can do; only now, because what was said before TLS could have been forged."),
        "EPSV" or "PASV" => Once(
            verb, "A listing or a file travels on a connection of its own. The server names a port, the client connects to it (passive mode)."),
        "EPRT" or "PORT" => Once(
            verb, "Active mode: the client names a port, the server connects to it. The client is the TLS client all the same."),
        "CCC" => Once("CCC", "CCC ends the encryption of the control connection, for routers that must read the port numbers."),
        "QUIT" => Once("QUIT", "The client says goodbye."),
        _ => null,
    };

    private string? BeforeControlHandshake() => (_isAuthAsked, _isGreeted) switch
    {
        (true, _) => Once("handshake", "The server agreed. The two sides choose a cipher, the server proves who it is with its certificate."),
        (false, true) => Once("handshake", "The server greets first and expects TLS without AUTH, as z/OS does on port 990."),
        _ => Once(
            "handshake", "Implicit mode: TLS from the first byte. There is no AUTH, because the port (990) already says that TLS is meant."),
    };

    private string? Once(string key, string text) => _told.Add(key) ? text : null;
}
