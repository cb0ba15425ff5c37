using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Whether a session can be resumed at all.</summary>
internal sealed class TicketsCheck() : DoctorCheck(
    "SL-TLS-64",
    "Session tickets",
    "Makes a handshake, says one command, and sees whether the server gave something to resume the session with: tickets, or a session id below TLS 1.3.",
    "Data connections prove that they belong to the login by resuming its session. Without tickets that is impossible, and each of them costs a full handshake.")
{
    private const string Ticket = "NewSessionTicket";

    private static readonly Fault None = new()
    {
        Title = "Sessions cannot be resumed",
        Verdict = Verdict.Advice,
        Meaning = "Each data connection is a full handshake. Nothing shows the server, or the client, that it belongs to the login, but the certificate.",
        Remedies = Remedies.For(
            vsftpd: "It keeps sessions by itself; look for OPENSSL_CONF with Options = -SessionTicket, or for what stands before it.",
            proFtpd: "TLSSessionTickets on, and TLSSessionCache not off; TLSOptions without NoSessionReuseRequired demands it",
            pureFtpd: "Pure-FTPd 1.0.50 gives none under TLS 1.3 and session ids under TLS 1.2; there is no setting.",
            fileZilla: "It demands resumption; look for what stands before it.",
            iis: "Schannel gives them by itself; look for what stands before it.",
            eft: "Allow the reuse of SSL sessions.",
            sealift: "It gives them by itself; look for what stands before it."),
        Meanwhile = "Nothing has to be set: Sealift then demands the login's certificate from each data connection.",
    };

    public override IReadOnlyList<Fault> Faults => [None];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        var tls = look.RequireTls();
        var line = await examination.OpenSecureAsync(null, null, null, cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        await line.AskAsync("NOOP", cancellationToken).ConfigureAwait(false);
        var tickets = look.Messages.Count(message => !message.FromClient && message.Name == Ticket);
        string[] evidence = [tls.ToString(), $"{tickets} tickets after the handshake"];
        return line.Connection.Tls!.Session.CanResume
            ? Good(tickets > 0 ? $"The server gives {(tickets == 1 ? "a ticket" : $"{tickets} tickets")}." : "The server gives a session id.", evidence)
            : Found(None, "The server gives nothing to resume the session with.", evidence);
    }
}
