using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether data connections resume the control connection's TLS session.</summary>
internal sealed class ResumptionCheck() : DoctorCheck(
    "SL-DATA-54",
    "Data connections resume",
    "Lists the directory of the login twice over data connections that offer the control connection's TLS session.",
    "A resumed data connection is proven to be the same client's, costs no new certificate check, and is what strict servers demand.")
{
    private static readonly Fault Refused = new()
    {
        Title = "Data connections are refused although they resume",
        Meaning = "No listing and no transfer is possible, although the login works.",
        Remedies = DataRemedies.LookIntoLog,
        Meanwhile = "--tls-max 1.2 is worth a try; \"sealift trace\" draws what happens.",
    };

    private static readonly Fault NotResumed = new()
    {
        Title = "Data connections do not resume",
        Verdict = Verdict.Advice,
        Meaning = "The server has no use for the session that the client offers. Each data connection is a whole handshake, and nothing but its certificate binds it to its control connection.",
        Remedies = DataRemedies.AllowReuse,
        Meanwhile = "Nothing has to be set: Sealift then demands the control connection's certificate on each data connection.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Refused, NotResumed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var first = await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"first listing: {first}"];
        if (first.Succeeded)
        {
            var second = await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
            evidence = [.. evidence, $"second listing: {second}"];
            if (second.Succeeded)
            {
                return first.Resumed && second.Resumed
                    ? Good("Both data connections resumed the control connection's session.", evidence)
                    : Found(NotResumed, "The server does not resume the control connection's session.", evidence);
            }
        }

        return Found(Refused, $"A listing fails: {evidence[^1]}", evidence);
    }
}
