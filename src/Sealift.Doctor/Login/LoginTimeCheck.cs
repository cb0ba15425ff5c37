using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Login;

/// <summary>How long it takes until a session is ready.</summary>
internal sealed class LoginTimeCheck() : DoctorCheck(
    "SL-AUTH-52",
    "Time to log in",
    "Takes the time from the first packet until the session is ready: connection, handshake, login and what a session needs to know.",
    "Every command of a script pays it, and so does each of several sessions.")
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);

    private static readonly Fault TakesLong = new()
    {
        Title = "Logging in takes long",
        Verdict = Verdict.Advice,
        Meaning = "Usual causes are the lookup of the client's name, a slow directory service behind the login, or a delay that is meant to slow attackers down.",
        Remedies = Remedies.For(
            vsftpd: "reverse_lookup_enable=NO; look at the PAM service (pam_ldap, pam_sss, pam_faildelay).",
            proFtpd: "UseReverseDNS off, IdentLookups off, DelayEngine (its table may be too old: remove DelayTable's file).",
            pureFtpd: "-H (DontResolve yes). pure-pw's Argon2 hashes take most of a second each; that is meant.",
            fileZilla: "Look at the machine's load; its password hashes take time, which is meant.",
            iis: "Look at the domain controller and at custom authentication providers.",
            eft: "Look at the LDAP or AD connection of the site's authentication.",
            sealift: "Its password hashes take some tenths of a second, which is meant; more is the machine's load."),
        Meanwhile = "One command with many files (sealift put with several, or a copy of a directory) logs in once.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [TakesLong];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var login = await examination.Login.GetAsync(cancellationToken).ConfigureAwait(false);
        if (login.Failure is not null) return CannotTell("The login does not succeed.");
        return login.Elapsed > Slow
            ? Found(TakesLong, $"It took {Evidence.Time(login.Elapsed)} to log in.", Evidence.Time(login.Elapsed))
            : Good($"A session is ready after {Evidence.Time(login.Elapsed)}.");
    }
}
