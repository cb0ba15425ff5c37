using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Data;

/// <summary>Whether the server notices that an upload was cut.</summary>
internal sealed class UploadEndCheck() : DoctorCheck(
    "SL-DATA-62",
    "Cut uploads noticed",
    "Uploads a small file and closes the connection without close_notify, as a cut line looks; then deletes the file.",
    "A server that takes this for a whole file stores halves when a line is cut, and says that all is well.")
{
    private const int Size = 1000;

    private static readonly Fault Accepted = new()
    {
        Title = "A cut upload counts as complete",
        Verdict = Verdict.Advice,
        Meaning = "The server confirms an upload whose end was not announced. Whoever is on the way can cut a file, and the sender is told that it arrived.",
        Remedies = Remedies.For(
            vsftpd: "strict_ssl_read_eof=YES (clients that do not send close_notify fail then)",
            proFtpd: "It has no such setting; compare sizes or checksums (mod_digest).",
            pureFtpd: "It has no such setting; compare sizes.",
            fileZilla: "It demands the announcement.",
            iis: "It has no such setting; compare sizes.",
            eft: "It has no such setting; compare sizes or checksums (XCRC).",
            sealift: "It demands the announcement."),
        Meanwhile = "Nothing has to be set: Sealift announces the end, compares the size (SIZE), and with --verify the checksum.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Accepted];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var name = ScratchName.Make();
        try
        {
            await probe.Line.AskAsync(new FtpCommand("TYPE", "I"), cancellationToken).ConfigureAwait(false);
            var socket = await probe.DialAsync(await probe.AskPortAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            await probe.Line.Connection.SendAsync([new FtpCommand("STOR", name)], cancellationToken).ConfigureAwait(false);
            var outcome = await probe.CarryAsync(socket, probe.Session, CutAsync, cancellationToken).ConfigureAwait(false);
            string[] evidence = [$"STOR {name}, {Size} bytes, then the end of TCP without close_notify: {outcome}"];
            if (outcome.Tls is null) return CannotTell($"An upload does not come about: {outcome.Words}", evidence);
            return outcome.Final is { IsCompleted: true } reply
                ? Found(Accepted, $"The cut upload is confirmed: {Evidence.Of(reply)}", evidence)
                : Good("The cut upload is refused.", evidence);
        }
        finally
        {
            await ScratchFile.DeleteAsync(examination, name).ConfigureAwait(false);
        }
    }

    private static async Task<long> CutAsync(TlsStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(new byte[Size], cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);

        // What the server has sent is read to the end, lest the kernel reset the connection and lose what was written.
        stream.Socket.Shutdown(SocketShutdown.Send);
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0) continue;
        }
        catch (TlsException e) when (e.Failure is TlsFailure.Truncated or TlsFailure.ConnectionLost)
        {
            // The server may close in any way it likes: what counts is its reply.
            return Size;
        }

        return Size;
    }
}
