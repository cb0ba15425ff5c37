using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sealift.Client;
using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Tls;

/// <summary>Whether clear text around the beginning of TLS is taken for protected text.</summary>
internal sealed class InjectionCheck() : DoctorCheck(
    "SL-TLS-58",
    "Clear text around AUTH TLS",
    "Sees whether the server sends anything between its 234 and the handshake; and sends a command together with AUTH TLS, in clear text, and sees whether it is answered inside TLS.",
    "Who can change packets could put commands before the handshake that the server would execute as the user's own, or replies that the client would believe (NO STARTTLS, 2021; RFC 4217 section 15.1).")
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private static readonly Fault Executes = new()
    {
        Title = "Commands in clear text are executed inside TLS",
        Meaning = "An attacker on the way can put commands in front of the user's session, which the server then executes as the user's own.",
        Remedies = TlsRemedies.Update("What was received before the handshake must be thrown away."),
        Meanwhile = "Implicit TLS (ftps://HOST) has no clear text before it.",
    };

    private static readonly Fault SendsMore = new()
    {
        Title = "The server sends something between 234 and the handshake",
        Meaning = "Clients must not believe it, and careful ones end the connection, as Sealift does: an attacker could have put it there.",
        Remedies = TlsRemedies.Update("After 234 nothing but the handshake may follow."),
        Meanwhile = "Implicit TLS (ftps://HOST), where it is offered.",
    };

    public override IReadOnlyList<Fault> Faults => [Executes, SendsMore];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        if (target.IsImplicit) return Good("TLS is implicit on this port: there is no clear text before it.");
        using (var quiet = await examination.DialToTlsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (quiet.Received.Length > 0 || await quiet.ReadMoreAsync(cancellationToken, Moment).ConfigureAwait(false))
                return Found(SendsMore, $"{quiet.Received.Length} bytes came after 234, before the handshake.", Evidence.Short(examination.Secrets.Hide(Encoding.Latin1.GetString(quiet.Received))));
        }

        return await InjectAsync(examination, target, cancellationToken).ConfigureAwait(false);
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The TLS stream owns the socket, also when the handshake fails.")]
    private async Task<Finding> InjectAsync(Examination examination, Target target, CancellationToken cancellationToken)
    {
        using var tls = TlsClient.Create(new TlsClientOptions
        {
            TargetHost = examination.Base.TlsPeer.Host,
            Port = target.Port,
            Trust = new ObservingTrust(new JudgedOnce(examination.Base.Trust)),
            Certificate = examination.Base.Certificate,
            HandshakeTimeout = examination.Base.ReplyTimeout,
            Backend = examination.Base.TlsBackend,
        });
        using var line = await examination.DialRawAsync(target.Port, cancellationToken).ConfigureAwait(false);
        await line.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
        await line.SendAsync("AUTH TLS\r\nFEAT", cancellationToken).ConfigureAwait(false);
        var agreed = await line.ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        if (agreed?.Code is not (234 or 334)) return Good("Together with another command AUTH TLS is not accepted.", agreed is null ? "it closes the connection" : Evidence.Of(agreed));
        if (await EndsOrAnswersAsync(line, cancellationToken).ConfigureAwait(false) is { } harmless) return Good("The command was not carried into TLS.", harmless);
        try
        {
            var stream = await tls.ConnectAsync(line.Socket, session: null, new TlsStreamOptions { ReadAhead = 4096 }, cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            using var limit = new Deadline(AnswerTime, examination.Time, cancellationToken);
            var first = new byte[256];
            var count = await stream.ReadAsync(first, limit.Token).ConfigureAwait(false);
            return count > 3 && char.IsAsciiDigit((char)first[0])
                ? Found(Executes, "A command that was sent in clear text is answered inside TLS.", "AUTH TLS and FEAT in one packet, in clear text", $"inside TLS, unasked: {Evidence.Short(Encoding.Latin1.GetString(first, 0, count).Trim())}")
                : Good("The command was not carried into TLS.", "inside TLS nothing was answered");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Good("What comes before the handshake is thrown away.", "a FEAT in clear text together with AUTH TLS was not answered inside TLS");
        }
        catch (TlsException e)
        {
            return Good("The handshake fails when something comes before it.", e.Message);
        }
    }

    // An answer in clear text, or the end, before the handshake: the command was not taken for a protected one.
    private static async Task<string?> EndsOrAnswersAsync(RawLine line, CancellationToken cancellationToken)
    {
        if (line.Received.Length == 0) await line.ReadMoreAsync(cancellationToken, Moment).ConfigureAwait(false);
        if (line.Received.Length > 0) return "it was answered in clear text, before the handshake";
        return line.HasEnded ? "the server closed the connection" : null;
    }
}
