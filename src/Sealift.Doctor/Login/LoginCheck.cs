using Sealift.Client;
using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Login;

/// <summary>Whether the user can log in.</summary>
internal sealed class LoginCheck() : DoctorCheck(
    "SL-AUTH-51",
    "Login",
    "Logs in once, inside TLS and only where the server is trusted, as every command would.",
    "Without a login nothing else can be done; the code of a refusal says what the server objects to.")
{
    private static readonly Fault Refused = new()
    {
        Title = "The login is refused",
        Meaning = "Servers say 530 for a wrong password, an unknown or locked user, and one that may not come from here or by FTP; they do not say which.",
        Remedies = Remedies.For(
            vsftpd: "local_enable=YES; the PAM service (pam_service_name) must let the user in; userlist_enable and userlist_file; a shell of /etc/shells, or check_shell=NO; with a writable home chroot_local_user wants allow_writeable_chroot=YES (it says 500).",
            proFtpd: "AuthOrder and AuthUserFile; RequireValidShell off for users without a shell; <Limit LOGIN>; /etc/ftpusers. The TLSLog and SystemLog say why.",
            pureFtpd: "-l puredb:FILE after \"pure-pw mkdb\"; -u 100 (MinUID) refuses users with a smaller number; -A (ChrootEveryone) needs a home that exists.",
            fileZilla: "Server > Configure > Users: the user is enabled, has a password, and a mount point for /.",
            iis: "FTP Authentication > Basic Authentication: enabled; FTP Authorization Rules: an allow rule for the user; the user's right to the folder; user isolation wants a folder by the user's name.",
            eft: "User account: enabled, not locked, not expired, FTPS allowed, the address allowed.",
            sealift: "--user, and --password-file or SEALIFT_PASSWORD; with --users: \"sealift serve user show FILE NAME\", and its allow-from and pin. Too many wrong passwords lock a name out for 15 minutes."),
        Meanwhile = "Check name and password. It was tried once and is not tried again, lest the account be locked.",
    };

    private static readonly Fault NeedsMore = new()
    {
        Title = "The login needs more than a password",
        Meaning = "The server asks for an account (332, 532) or an answer (336), such as a one-time password.",
        Remedies = Remedies.For(
            vsftpd: "It never asks; a proxy in front of it may.",
            proFtpd: "mod_sftp's and mod_auth_otp's questions: AuthOTPEngine.",
            pureFtpd: "It never asks; a proxy in front of it may.",
            fileZilla: "It never asks.",
            iis: "It never asks; a custom authentication provider may.",
            eft: "User account > Authentication: second factor.",
            sealift: "It never asks."),
        Meanwhile = "Run a command of sealift from a terminal, which asks; or save the account: sealift site passwd NAME --kind account.",
    };

    private static readonly Fault TooMany = new()
    {
        Title = "The server cannot take the login now",
        Meaning = "It says that it is for the moment only (421, 430 and other 4xx): too many sessions of this user or in all, or a part of it does not run.",
        Remedies = Remedies.For(
            vsftpd: "max_clients and max_per_ip",
            proFtpd: "MaxClients, MaxClientsPerUser, MaxClientsPerHost",
            pureFtpd: "-c, -C and -m (MaxClientsNumber, MaxClientsPerIP, MaxLoad)",
            fileZilla: "The user's limit of sessions.",
            iis: "The site's maximum connections.",
            eft: "The limits of connections of site, user and address.",
            sealift: "--max-sessions (in all; no more than there are --passive-ports), and \"sessions\" of a user in the file of --users. An address may have 100: only a program can change that (MaxSessionsPerAddress among the limits)."),
        Meanwhile = "Close other sessions, or try later; sessions = 1 in a saved site keeps to one.",
    };

    private static readonly Fault Broken = new()
    {
        Title = "No session comes about",
        Meaning = "The connection stands and is secured, and then the server does not do what a session needs.",
        Remedies = Remedies.For(
            vsftpd: "Look into vsftpd_log_file (log_ftp_protocol=YES), and debug_ssl=YES.",
            proFtpd: "Look into SystemLog and TLSLog (TLSLog /var/log/proftpd/tls.log).",
            pureFtpd: "Look into syslog (-d, VerboseLog yes).",
            fileZilla: "Look into the server's log (Logging: level Debug).",
            iis: "Look into the FTP log and FTP Current Sessions.",
            eft: "Look into the site's log.",
            sealift: "Run \"sealift serve\" in a terminal; its log says why."),
        Meanwhile = "\"sealift trace\" draws where it ends. --profile none and --auth SSL are worth a try.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Refused, NeedsMore, TooMany, Broken];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var login = await examination.Login.GetAsync(cancellationToken).ConfigureAwait(false);
        var user = examination.Base.Credential.User;
        return login.Failure switch
        {
            null => Good($"{user} is logged in.", login.Welcome is { } welcome ? Evidence.Of(welcome) : ""),
            FtpAuthenticationException e when e.Reply.Code is 332 or 336 or 532 => Found(NeedsMore, $"The login of {user} needs more: {Evidence.Of(e.Reply)}", Evidence.Of(e.Reply)),
            FtpAuthenticationException e when e.Reply.IsTransientNegative => Found(TooMany, $"The login of {user} is not possible now: {Evidence.Of(e.Reply)}", Evidence.Of(e.Reply)),
            FtpAuthenticationException e => Found(Refused, $"The login of {user} is refused: {Evidence.Of(e.Reply)}", Evidence.Of(e.Reply)),
            FtpConnectionException { Reply: { } reply } => Found(TooMany, $"The server ended the connection at the login: {Evidence.Of(reply)}", Evidence.Of(reply)),

            // Certificates and TLS have checks of their own; the login only was not tried.
            FtpTlsException e when e.Failure is TlsFailure.NotTrusted or TlsFailure.CertificateChanged or TlsFailure.Revoked or TlsFailure.ClientCertificate =>
                CannotTell($"No password was sent: {e.Message}", e.Hint ?? ""),
            FtpTlsException { IsRefusedByServer: true } e => CannotTell($"No password was sent: {e.Message}"),
            { } e => Found(Broken, e.Message, e.Hint ?? ""),
        };
    }
}
