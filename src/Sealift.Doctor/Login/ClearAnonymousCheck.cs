using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Login;

/// <summary>Whether anybody may log in as the anonymous user in clear text.</summary>
internal sealed class ClearAnonymousCheck() : DoctorCheck(
    "SL-AUTH-54",
    "Anonymous in clear text",
    "Before any TLS it logs in as the anonymous user, with a password that says nothing (RFC 1635), and says goodbye.",
    "Nothing secret is lost, but what is downloaded that way can be read and changed by everybody on the way.")
{
    private static readonly FtpCommand User = new("USER", "anonymous");
    private static readonly FtpCommand Password = new("PASS", "anonymous@");

    private static readonly Fault Allowed = new()
    {
        Title = "The anonymous user may log in in clear text",
        Verdict = Verdict.Advice,
        Meaning = "Files for everybody travel so that everybody can change them on the way: programs, lists, prices.",
        Remedies = Remedies.For(
            vsftpd: "anonymous_enable=NO; or allow_anon_ssl=YES, force_anon_logins_ssl=YES and force_anon_data_ssl=YES",
            proFtpd: "Take the <Anonymous> section out, or TLSRequired on inside it.",
            pureFtpd: "-E (NoAnonymous yes); or -Y 2",
            fileZilla: "Disable the user \"anonymous\", or require TLS on the listener.",
            iis: "FTP Authentication > Anonymous Authentication: disabled; or FTP SSL Settings > Require SSL connections.",
            eft: "Disable the anonymous user, or take the tick from plain FTP.",
            sealift: "It lets nobody in before TLS, the user of --anonymous neither."),
        Meanwhile = "Nothing has to be set: Sealift asks for TLS for the anonymous user too.",
    };

    public override IReadOnlyList<Fault> Faults => [Allowed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        if (target.IsImplicit) return Good("TLS comes first on this port (implicit): there is no clear text.");
        var line = await examination.OpenClearAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        var reply = await line.AskAsync(User, cancellationToken).ConfigureAwait(false);
        if (reply.Code == 331) reply = await line.AskAsync(Password, cancellationToken).ConfigureAwait(false);
        return reply.Code == 230
            ? Found(Allowed, $"The anonymous user is logged in without TLS: {Evidence.Of(reply)}", [.. line.Said])
            : Good("The anonymous user is not let in without TLS.", [.. line.Said]);
    }
}
