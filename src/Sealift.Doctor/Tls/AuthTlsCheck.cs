using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Whether explicit TLS is offered.</summary>
internal sealed class AuthTlsCheck() : DoctorCheck(
    "SL-TLS-51",
    "Explicit TLS (AUTH TLS)",
    "Says AUTH TLS (RFC 4217 section 4) and looks at the reply; 234 is the right one.",
    "Without it, and without implicit TLS, there is no protection at all: every password and every file can be read and changed on the way.")
{
    private static readonly FtpCommand Auth = new("AUTH", "TLS");

    private static readonly Fault NoTls = new()
    {
        Title = "The server offers no TLS",
        Meaning = "Everything travels in clear text. Sealift does not log in there, unless --plaintext asks for it by name.",
        Remedies = TlsRemedies.SwitchOn,
        Meanwhile = "Ask the operator for TLS, or whether implicit TLS is offered (ftps://HOST, port 990). --plaintext lets everybody on the way read the password and the files.",
    };

    private static readonly Fault NotNow = new()
    {
        Title = "The server cannot begin TLS at the moment",
        Meaning = "It knows AUTH TLS and lacks something for it (431): as a rule the certificate or the key cannot be read.",
        Remedies = TlsRemedies.SwitchOn,
        Meanwhile = "Nothing helps here; the operator finds the cause in the server's log.",
    };

    private static readonly Fault Policy = new()
    {
        Title = "The server refuses TLS by policy",
        Meaning = "It knows AUTH TLS and does not allow it here (534), as IIS does where its SSL policy is not set.",
        Remedies = TlsRemedies.SwitchOn,
        Meanwhile = "Ask the operator whether implicit TLS is meant (ftps://HOST, port 990).",
    };

    private static readonly Fault WrongCode = new()
    {
        Title = "AUTH TLS is answered with 334 instead of 234",
        Verdict = Verdict.Advice,
        Meaning = "334 asks for more data (RFC 2228); strict clients stop there. Sealift goes on with the handshake.",
        Remedies = TlsRemedies.Update("The reply should be 234 (RFC 4217 section 4.2)."),
        Meanwhile = "Nothing has to be set.",
    };

    public override IReadOnlyList<Fault> Faults => [NoTls, NotNow, Policy, WrongCode];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        if (target.IsImplicit) return Good("TLS is implicit on this port; AUTH is not needed.");
        var line = await examination.OpenClearAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        var reply = await line.AskAsync(Auth, cancellationToken).ConfigureAwait(false);
        string[] evidence = [.. line.Said];
        return reply.Code switch
        {
            234 => Good("AUTH TLS is accepted.", evidence),
            334 => Found(WrongCode, "AUTH TLS is answered with 334.", evidence),
            534 => Found(Policy, $"AUTH TLS is refused by policy: {Evidence.Of(reply)}", evidence),
            431 or (>= 400 and < 500) => Found(NotNow, $"AUTH TLS is not possible at the moment: {Evidence.Of(reply)}", evidence),
            _ => Found(NoTls, $"AUTH TLS is refused: {Evidence.Of(reply)}", evidence),
        };
    }
}
