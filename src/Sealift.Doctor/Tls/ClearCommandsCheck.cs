using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Whether commands may return to clear text.</summary>
internal sealed class ClearCommandsCheck() : DoctorCheck(
    "SL-TLS-62",
    "Commands in clear text (CCC)",
    "Logs in and says CCC (RFC 4217 section 5), looks at the reply, and goes away without a word in clear text.",
    "Some firewalls must read commands to open ports for data, and then need it. Everybody else on the way can read and change commands then, too.")
{
    private static readonly Fault Allowed = new()
    {
        Title = "Commands may return to clear text",
        Verdict = Verdict.Advice,
        Meaning = "A client that asks for it loses the protection of commands and names after the login. Where no firewall needs it, it is better off.",
        Remedies = Remedies.For(
            vsftpd: "It does not know CCC.",
            proFtpd: "TLSRequired on, or auth+data with <Limit CCC> DenyAll </Limit>",
            pureFtpd: "-Y 2 and -Y 3 refuse nothing here: Pure-FTPd allows CCC where PROT P was said; a passive port range in the firewall makes it needless.",
            fileZilla: "It does not know CCC.",
            iis: "FTP SSL Settings > Custom > Control channel: Require (instead of \"Require only for credentials\").",
            eft: "Site > Connections > FTPS: take the tick from \"Allow CCC\".",
            sealift: "Leave out --allow clear-commands of \"sealift serve\"; without it CCC is refused."),
        Meanwhile = "Nothing has to be set: Sealift says CCC only where --ccc asks for it.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Allowed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var line = await examination.OpenSecureAsync(null, null, null, cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        await examination.LogInOnLineAsync(line, cancellationToken).ConfigureAwait(false);
        line.Connection.StopReadingAhead();
        var reply = await line.AskAsync("CCC", cancellationToken).ConfigureAwait(false);
        return reply.IsCompleted ? Found(Allowed, "CCC is accepted.", [.. line.Said]) : Good("CCC is refused.", [.. line.Said]);
    }
}
