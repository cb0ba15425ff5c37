using Sealift.Client;
using Sealift.Doctor.Examining;
using Sealift.Doctor.Tls;
using Sealift.Tls;

namespace Sealift.Doctor.Data;

/// <summary>Whether data connections work with each TLS version that the server offers.</summary>
internal sealed class DataVersionsCheck() : DoctorCheck(
    "SL-DATA-58",
    "Data connections with TLS 1.2 and 1.3",
    "Lists the directory of the login twice with TLS 1.2 alone and twice with TLS 1.3 alone.",
    "Sessions are resumed in another way with each version. Servers and clients that know one of them only fail as soon as both know TLS 1.3.")
{
    private static readonly Fault Fails = new()
    {
        Title = "Data connections fail with one TLS version",
        Meaning = "The control connection works with that version, and no listing or transfer does.",
        Remedies = Remedies.For(
            vsftpd: "Update it; until then leave TLS 1.3 out (OPENSSL_CONF, MaxProtocol = TLSv1.2; from 3.0.5 on ssl_tlsv1_3=NO).",
            proFtpd: "Update it; until then TLSProtocol TLSv1.2",
            pureFtpd: "Update it; until then leave TLS 1.3 out (OPENSSL_CONF, MaxProtocol = TLSv1.2).",
            fileZilla: "Update FileZilla Server.",
            iis: "Leave TLS 1.3 out for the FTP service (registry, SCHANNEL\\Protocols\\TLS 1.3\\Server, Enabled=0).",
            eft: "Server > Security > SSL compatibility: TLS 1.2 only, until it is updated.",
            sealift: "It knows both."),
        Meanwhile = "--tls-max 1.2 where TLS 1.3 fails, --tls-min 1.3 where TLS 1.2 does.",
    };

    private static readonly Fault NotResumed = new()
    {
        Title = "Data connections resume with one TLS version only",
        Verdict = Verdict.Advice,
        Meaning = "With the other, each data connection is a whole handshake.",
        Remedies = DataRemedies.AllowReuse,
        Meanwhile = "--tls-max 1.2 where it is TLS 1.3 that does not resume.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Fails, NotResumed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var evidence = new List<string>();
        var old = await TryAsync(examination, TlsVersion.Tls12, evidence, cancellationToken).ConfigureAwait(false);
        var young = await TryAsync(examination, TlsVersion.Tls13, evidence, cancellationToken).ConfigureAwait(false);
        if (old is null && young is null) return CannotTell("Neither TLS 1.2 nor TLS 1.3 comes about.", evidence);
        if (old is { Succeeded: true } && young is { Succeeded: false })
        {
            examination.Learnt = examination.Learnt with { MaxTlsVersion = TlsVersion.Tls12 };
            return Found(Fails, $"Data connections work with TLS 1.2 and fail with TLS 1.3: {young.Words}", evidence);
        }

        if (old is { Succeeded: false } && young is { Succeeded: true }) return Found(Fails, $"Data connections work with TLS 1.3 and fail with TLS 1.2: {old.Words}", evidence);
        DataOutcome[] offered = [.. new[] { old, young }.OfType<DataOutcome>()];
        if (offered.FirstOrDefault(outcome => !outcome.Succeeded) is { } failed) return CannotTell($"A listing fails in any case: {failed.Words}", evidence);
        return offered.Any(outcome => outcome.Resumed) && offered.Any(outcome => !outcome.Resumed)
            ? Found(NotResumed, "Data connections resume with one version and not with the other.", evidence)
            : Good("Data connections work with every version that the server offers.", evidence);
    }

    // The second listing tells: it resumes with what is left after the first. Null: the version is not offered.
    private static async Task<DataOutcome?> TryAsync(
        Examination examination, TlsVersion version, List<string> evidence, CancellationToken cancellationToken)
    {
        DataProbe probe;
        try
        {
            probe = await DataProbe.OpenAsync(
                examination, options => options with { MinTlsVersion = version, MaxTlsVersion = version }, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpTlsException e)
        {
            evidence.Add($"{TlsNames.Of(version)}: not offered ({e.Message})");
            return null;
        }

        await using var closing = probe.ConfigureAwait(false);
        var first = await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
        evidence.Add($"first listing: {first}");
        if (!first.Succeeded) return first;
        var second = await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
        evidence.Add($"second listing: {second}");
        return !first.Resumed ? first : second;
    }
}
