using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Whether data connections can be protected.</summary>
internal sealed class ProtectionCheck() : DoctorCheck(
    "SL-TLS-60",
    "Protection of data (PBSZ, PROT P)",
    "Says PBSZ 0 and PROT P inside TLS (RFC 4217 section 9), after a login where the server wants one.",
    "Without PROT P only commands are protected: files and listings travel in clear text.")
{
    private static readonly Fault Refused = new()
    {
        Title = "Data connections cannot be protected",
        Meaning = "The server protects the login and refuses to protect files (PROT P). Sealift makes no session then.",
        Remedies = Remedies.For(
            vsftpd: "ssl_enable=YES is enough; look for an old version.",
            proFtpd: "TLSRequired on (not ctrl), and no <Limit PROT> or <Limit PBSZ>",
            pureFtpd: "-Y 2, or -Y 3 which demands it; PROT P needs TLS 1.0.22 or later.",
            fileZilla: "It always allows it; look for what stands between.",
            iis: "FTP SSL Settings > Custom > Data channel: Allow or Require, not Deny.",
            eft: "Site > Connections > FTPS: allow PROT P.",
            sealift: "It always demands it."),
        Meanwhile = "--data-clear leaves files and listings in clear text, where everybody on the way can read and change them.",
    };

    private static readonly Fault NoPbsz = new()
    {
        Title = "PBSZ is refused",
        Verdict = Verdict.Advice,
        Meaning = "RFC 4217 section 9 wants PBSZ 0 before PROT. Clients that insist on its reply stop there.",
        Remedies = TlsRemedies.Update("PBSZ 0 should be answered with 200."),
        Meanwhile = "Nothing has to be set: what counts is the answer to PROT P.",
    };

    public override IReadOnlyList<Fault> Faults => [Refused, NoPbsz];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var line = await examination.OpenSecureAsync(null, null, null, cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        var (size, level) = await AskAsync(line, cancellationToken).ConfigureAwait(false);
        if (level.Code is 530 or 503 or 332)
        {
            if (!examination.Options.LogsIn) return CannotTell("The server wants a login before PROT (--user).", [.. line.Said]);
            await examination.LogInOnLineAsync(line, cancellationToken).ConfigureAwait(false);
            (size, level) = await AskAsync(line, cancellationToken).ConfigureAwait(false);
        }

        if (!level.IsCompleted) return Found(Refused, $"PROT P is refused: {Evidence.Of(level)}", [.. line.Said]);
        return size.IsCompleted ? Good("PROT P is accepted.", [.. line.Said]) : Found(NoPbsz, $"PBSZ is refused: {Evidence.Of(size)}", [.. line.Said]);
    }

    private static async Task<(FtpReply Size, FtpReply Level)> AskAsync(ControlLine line, CancellationToken cancellationToken)
    {
        var size = await line.AskAsync(new FtpCommand("PBSZ", "0"), cancellationToken).ConfigureAwait(false);
        return (size, await line.AskAsync(new FtpCommand("PROT", "P"), cancellationToken).ConfigureAwait(false));
    }
}
