using System.Net.Sockets;
using Sealift.Client;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether PROT P does what it says.</summary>
internal sealed class ProtectedCheck() : DoctorCheck(
    "SL-DATA-63",
    "PROT P protects",
    "After PROT P, opens a data connection for a listing and begins no handshake: nothing may come. Then it makes a handshake.",
    "A server that says yes to PROT P and sends in clear text all the same gives away every file, unless the client notices.")
{
    private const byte TlsAlert = 21; // RFC 8446 section 5.1

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private static readonly Fault Clear = new()
    {
        Title = "Data is sent in clear text after PROT P",
        Meaning = "The server promises protection and gives none: everybody on the way can read and change every file.",
        Remedies = DataRemedies.LookIntoLog,
        Meanwhile = "Nothing can be set: Sealift demands a handshake on each data connection, so that no transfer comes about.",
    };

    private static readonly Fault NoHandshake = new()
    {
        Title = "Data connections do not speak TLS",
        Meaning = "The server accepts PROT P, and no handshake comes about on data connections: no listing and no transfer is possible.",
        Remedies = DataRemedies.LookIntoLog,
        Meanwhile = "\"sealift trace\" draws where the handshake ends; --tls-max 1.2 is worth a try.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Clear, NoHandshake];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var evidence = new List<string>();
        var silent = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using (silent.ConfigureAwait(false))
        {
            var first = await HearAsync(examination, silent, cancellationToken).ConfigureAwait(false);
            evidence.Add(first is null ? "without a handshake: nothing comes" : $"without a handshake: {first}");
            if (first is "clear text") return Found(Clear, "The listing comes in clear text, although PROT P was accepted.", evidence);
        }

        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var outcome = await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
        evidence.Add($"with a handshake: {outcome}");
        if (outcome.Tls is not null) return Good("Nothing is sent without a handshake.", evidence);
        return outcome.Final is { IsNegative: true }
            ? CannotTell($"A listing fails in any case: {outcome.Words}", evidence)
            : Found(NoHandshake, $"No handshake comes about on a data connection: {outcome.Words}", evidence);
    }

    // What comes on a data connection on which this side says nothing; null for nothing. Its content is not looked at.
    private static async Task<string?> HearAsync(Examination examination, DataProbe probe, CancellationToken cancellationToken)
    {
        using var socket = await probe.DialAsync(await probe.AskPortAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await probe.Line.Connection.SendAsync([new FtpCommand("LIST")], cancellationToken).ConfigureAwait(false);
        using var limit = new Deadline(Silence, examination.Time, cancellationToken);
        var buffer = new byte[1];
        try
        {
            var read = await socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token).ConfigureAwait(false);
            return read == 0 ? "the connection ends" : buffer[0] == TlsAlert ? "an alert of TLS" : "clear text";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException)
        {
            return "the connection ends";
        }
    }
}
