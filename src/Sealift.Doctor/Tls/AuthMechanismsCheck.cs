using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Which other names of TLS the server knows.</summary>
internal sealed class AuthMechanismsCheck() : DoctorCheck(
    "SL-TLS-52",
    "AUTH SSL, TLS-P and TLS-C",
    "Says AUTH SSL, AUTH TLS-P and AUTH TLS-C, each on a connection of its own.",
    "Old clients know only these names. A server that knows them and not AUTH TLS is old itself.")
{
    private static readonly string[] Mechanisms = ["SSL", "TLS-P", "TLS-C"];

    private static readonly Fault OldOnly = new()
    {
        Title = "Only old names of TLS are known",
        Verdict = Verdict.Advice,
        Meaning = "Clients that say AUTH TLS, as RFC 4217 wants it, are refused.",
        Remedies = TlsRemedies.Update("It should know AUTH TLS."),
        Meanwhile = "Nothing has to be set: Sealift tries all names in turn; --auth SSL begins with that one.",
    };

    public override IReadOnlyList<Fault> Faults => [OldOnly];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        if (target.IsImplicit) return Good("TLS is implicit on this port; AUTH is not needed.");
        var evidence = new List<string>();
        var accepted = new List<string>();
        foreach (var mechanism in Mechanisms.Prepend("TLS"))
        {
            var line = await examination.OpenClearAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = line.ConfigureAwait(false);
            try
            {
                var reply = await line.AskAsync(new FtpCommand("AUTH", mechanism), cancellationToken).ConfigureAwait(false);
                if (reply.Code is 234 or 334) accepted.Add(mechanism);
                evidence.AddRange(line.Said);
            }
            catch (FtpException e)
            {
                evidence.Add($"AUTH {mechanism} → {e.Message}");
            }
        }

        if (accepted.Count == 0) return CannotTell("None is accepted: there is no TLS.", [.. evidence]);
        return accepted.Contains("TLS")
            ? Good(accepted.Count == 1 ? "AUTH TLS only, which is enough." : $"Besides AUTH TLS: {string.Join(", ", accepted.Skip(1))}.", [.. evidence])
            : Found(OldOnly, $"AUTH {string.Join(", ", accepted)} is accepted, AUTH TLS is not.", [.. evidence]);
    }
}
