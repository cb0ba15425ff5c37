using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Whether the server lets files travel in clear text.</summary>
internal sealed class ClearDataCheck() : DoctorCheck(
    "SL-TLS-61",
    "Data in clear text (PROT C)",
    "Logs in, says PROT C (RFC 4217 section 9) and asks for a listing, without ever opening its data connection: a server that insists on protection refuses at once.",
    "Where it is allowed, a client that forgets PROT P sends and gets every file in clear text, and nobody notices.")
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private static readonly Fault Allowed = new()
    {
        Title = "Files may travel in clear text",
        Verdict = Verdict.Advice,
        Meaning = "The server protects the login and leaves it to the client whether files are protected. PROT C is what RFC 4217 begins with, so that careless clients use it.",
        Remedies = Remedies.For(
            vsftpd: "force_local_data_ssl=YES (and force_anon_data_ssl=YES)",
            proFtpd: "TLSRequired on (\"auth\" and \"ctrl\" protect the login only; \"auth+data\" both)",
            pureFtpd: "-Y 3 (Debian: echo 3 > /etc/pure-ftpd/conf/TLS)",
            fileZilla: "It always demands PROT P where TLS is required.",
            iis: "FTP SSL Settings > Require SSL connections; or Custom > Data channel: Require.",
            eft: "Site > Connections > FTPS: take the tick from \"Allow PROT C\".",
            sealift: "Leave out --allow clear-data of \"sealift serve\"; without it PROT P is demanded."),
        Meanwhile = "Nothing has to be set: Sealift protects data connections, or makes none. Tell those who use other clients.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Allowed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var line = await examination.OpenSecureAsync(null, null, null, cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        await examination.LogInOnLineAsync(line, cancellationToken).ConfigureAwait(false);
        await line.AskAsync(new FtpCommand("PBSZ", "0"), cancellationToken).ConfigureAwait(false);
        var level = await line.AskAsync(new FtpCommand("PROT", "C"), cancellationToken).ConfigureAwait(false);
        if (!level.IsCompleted) return Good("PROT C is refused.", [.. line.Said]);
        var port = await line.AskAsync("EPSV", cancellationToken).ConfigureAwait(false);
        if (port.Code is 500 or 502) port = await line.AskAsync("PASV", cancellationToken).ConfigureAwait(false);
        if (!port.IsCompleted) return Good("After PROT C there is no data port.", [.. line.Said]);

        // The port is never connected to, so that no name of a file leaves the server: who would send it waits for the connection.
        await line.Connection.SendAsync([new FtpCommand("LIST")], cancellationToken).ConfigureAwait(false);
        using var limit = new Deadline(AnswerTime, examination.Time, cancellationToken);
        try
        {
            var reply = await line.Connection.ReadReplyAsync(limit.Token).ConfigureAwait(false);
            if (!reply.IsPreliminary) return Good("PROT C is accepted, and a listing is refused then.", [.. line.Said, $"LIST → {Evidence.Of(reply)}"]);
            return Found(Allowed, "After PROT C the server is ready to send a listing in clear text.", [.. line.Said, $"LIST → {Evidence.Of(reply)}"]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Found(Allowed, "After PROT C the server waits for a data connection in clear text.", [.. line.Said, "LIST → (it waits for the connection)"]);
        }
        catch (FtpException e)
        {
            return Good("After PROT C a listing ends the session.", [.. line.Said, $"LIST → {e.Message}"]);
        }
    }
}
