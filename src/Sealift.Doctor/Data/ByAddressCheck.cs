using System.Net;
using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether data connections work when the server is named by its address.</summary>
internal sealed class ByAddressCheck() : DoctorCheck(
    "SL-DATA-56",
    "Data connections by IP address",
    "Connects to the server's IP address instead of its name, and lists the directory of the login.",
    "An address is no name for TLS (SNI): some servers then choose another certificate or another cache of sessions, and data connections fail.")
{
    private static readonly Fault Fails = new()
    {
        Title = "By IP address data connections fail",
        Meaning = "What works by name is refused by address, because the server takes it for another host.",
        Remedies = Remedies.For(
            vsftpd: "It knows no names; look for a proxy in front of it.",
            proFtpd: "A <VirtualHost> for the address with the same TLS settings, or TLSOptions IgnoreSNI",
            pureFtpd: "Certificates by name (-3, pure-certd): let the answer without a name be the same certificate.",
            fileZilla: "Update FileZilla Server.",
            iis: "FTP site > Bindings: a binding without a host name with the same certificate.",
            eft: "Update EFT.",
            sealift: "It asks for no name; look for what stands before it."),
        Meanwhile = "Use the server's name.",
    };

    private static readonly Fault NotResumed = new()
    {
        Title = "By IP address data connections do not resume",
        Verdict = Verdict.Advice,
        Meaning = "By name they do. Servers that demand resumption refuse such connections.",
        Remedies = DataRemedies.AllowReuse,
        Meanwhile = "Use the server's name.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Fails, NotResumed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var addresses = await examination.Addresses.GetAsync(cancellationToken).ConfigureAwait(false);
        var named = await ListAsync(examination, examination.Host, cancellationToken).ConfigureAwait(false);
        if (!named.Succeeded) return CannotTell($"A listing fails in any case: {named.Words}");
        if (IPAddress.TryParse(examination.Host, out _))
            return named.Resumed ? Good("The data connection resumes by address.", $"{examination.Host}: {named}") : CannotTell("Data connections do not resume at all (SL-DATA-54).");
        var evidence = new List<string> { $"{examination.Host}: {named}" };
        foreach (var address in addresses.DistinctBy(address => address.AddressFamily))
        {
            DataOutcome outcome;
            try
            {
                outcome = await ListAsync(examination, address.ToString(), cancellationToken).ConfigureAwait(false);
            }
            catch (FtpConnectionException e)
            {
                // An address that does not answer is another check's affair (SL-NET-51).
                evidence.Add($"{address}: {e.Message}");
                continue;
            }

            evidence.Add($"{address}: {outcome}");
            if (!outcome.Succeeded) return Found(Fails, $"By name a listing works, by {address} it does not: {outcome.Words}", evidence);
            if (named.Resumed && !outcome.Resumed) return Found(NotResumed, $"By name data connections resume, by {address} they do not.", evidence);
        }

        return Good("By name and by address it is the same.", evidence);
    }

    private static async Task<DataOutcome> ListAsync(Examination examination, string host, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, options => options with { Host = host }, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        return await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
    }
}
