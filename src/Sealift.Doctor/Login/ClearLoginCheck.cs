using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Login;

/// <summary>Whether the server lets users say their passwords in clear text.</summary>
internal sealed class ClearLoginCheck() : DoctorCheck(
    "SL-AUTH-53",
    "Login in clear text",
    "Before any TLS it names a user that does not exist, and sees whether the server asks for a password. None is sent.",
    "Where the server asks, every client without TLS sends the password so that everybody on the way can read it, and nobody notices.")
{
    private static readonly FtpCommand User = new("USER", "sealift-doctor");

    private static readonly Fault Offered = new()
    {
        Title = "Passwords are taken in clear text",
        Meaning = "The server asks for a password before TLS. A client that is set up wrong, or that an attacker keeps from TLS, gives it away.",
        Remedies = Remedies.For(
            vsftpd: "ssl_enable=YES\nforce_local_logins_ssl=YES",
            proFtpd: "TLSRequired on (or at least: TLSRequired auth)",
            pureFtpd: "-Y 2 (Debian: echo 2 > /etc/pure-ftpd/conf/TLS)",
            fileZilla: "Server listeners: protocol \"Require explicit FTP over TLS\" instead of \"Explicit FTP over TLS and insecure plain FTP\".",
            iis: "FTP SSL Settings > Require SSL connections (or Custom: control channel \"Require\").",
            eft: "Site > Connections: take the tick from plain FTP, leave FTPS.",
            sealift: "It never does: it takes no login before TLS."),
        Meanwhile = "Nothing has to be set: Sealift never sends a password before TLS. Tell those who use other clients.",
    };

    public override IReadOnlyList<Fault> Faults => [Offered];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        if (target.IsImplicit) return Good("TLS comes first on this port (implicit): there is no clear text.");
        var line = await examination.OpenClearAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        var reply = await line.AskAsync(User, cancellationToken).ConfigureAwait(false);
        return reply.Code is 331 or 332 or 230
            ? Found(Offered, $"The server asks for a password in clear text: {Evidence.Of(reply)}", [.. line.Said])
            : Good("The server refuses logins before TLS.", [.. line.Said]);
    }
}
