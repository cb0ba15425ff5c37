using System.Net.Sockets;
using Sealift.Client;
using Sealift.Client.Dialing;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Network;

/// <summary>Whether the name has addresses, and each of them answers.</summary>
internal sealed class AddressesCheck() : DoctorCheck(
    "SL-NET-51",
    "Name and addresses",
    "Resolves the host's name, and connects to each of its IPv4 and IPv6 addresses.",
    "A name without an address cannot be reached at all. An address that does not answer, often IPv6, makes clients wait or fail, depending on which one they try first.")
{
    private static readonly Fault Unknown = new()
    {
        Title = "The host is not known",
        Meaning = "The name has no address here: it is misspelt, not registered, or known only inside another network.",
        Meanwhile = "Check the spelling, or use the server's address instead of its name; its certificate must name the address then, or be pinned (--pin).",
    };

    private static readonly Fault Unanswered = new()
    {
        Title = "An address does not answer",
        Verdict = Verdict.Advice,
        Meaning = "Clients that try this address first wait, or give up. Sealift tries the next one after a quarter of a second (RFC 8305).",
        Remedies = Remedies.For(
            vsftpd: "One process listens on one family. For both: listen=NO and listen_ipv6=YES (it takes IPv4 too), or remove the unused address from the DNS.",
            proFtpd: "UseIPv6 on, and DefaultAddress with all addresses (or a <VirtualHost> for each); or remove the unused address from the DNS.",
            pureFtpd: "Without -4 and -6 it listens on both. Debian: remove the files IPV4Only and IPV6Only in /etc/pure-ftpd/conf; or remove the unused address from the DNS.",
            fileZilla: "Server > Configure > Server listeners: add a listener for :: (IPv6) beside 0.0.0.0; or remove the unused address from the DNS.",
            iis: "Bindings of the FTP site: \"All Unassigned\", or one binding for each address; or remove the unused address from the DNS.",
            eft: "Server > Listener IPs: tick the IPv6 addresses too; or remove the unused address from the DNS.",
            sealift: "sealift serve --listen for each address; or remove the unused address from the DNS."),
        Meanwhile = "Nothing has to be set. An address instead of the name avoids the wait.",
    };

    public override IReadOnlyList<Fault> Faults => [Unknown, Unanswered];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        System.Net.IPAddress[] addresses;
        try
        {
            addresses = await examination.Addresses.GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FtpConnectionException e) when (e.Failure == FtpConnectionFailure.UnknownHost)
        {
            return Found(Unknown, e.Message, e.InnerException?.Message ?? "");
        }

        // Where the given port does not answer at all, the next check says so; here it counts whether the addresses differ.
        var port = examination.Target.Known?.Port ?? await FindPortAsync(examination, cancellationToken).ConfigureAwait(false);
        var answers = await Task.WhenAll(addresses.Select(address => TryAsync(examination, address, port, cancellationToken))).ConfigureAwait(false);
        string[] evidence = [.. addresses.Zip(answers, (address, answer) => $"{address} port {port}: {answer ?? "answers"}")];
        var silent = answers.Count(answer => answer is not null);
        var families = addresses.Select(address => address.AddressFamily).Distinct().Count();
        if (silent == addresses.Length) return CannotTell($"None of {examination.Host}'s addresses takes connections on port {port}.", evidence);
        if (silent > 0) return Found(Unanswered, $"{silent} of {addresses.Length} addresses of {examination.Host} do not answer on port {port}.", evidence);
        return Good(addresses.Length == 1 ? $"{addresses[0]} answers." : $"All {addresses.Length} addresses answer, {(families > 1 ? "IPv4 and IPv6" : addresses[0].AddressFamily == AddressFamily.InterNetwork ? "IPv4 only" : "IPv6 only")}.", evidence);
    }

    private static async Task<int> FindPortAsync(Examination examination, CancellationToken cancellationToken)
    {
        var ports = await examination.Ports.GetAsync(cancellationToken).ConfigureAwait(false);
        return (ports.FirstOrDefault(port => port.IsFtp) ?? ports.FirstOrDefault(port => port.State == PortState.Open) ?? ports[0]).Port;
    }

    private static async Task<string?> TryAsync(Examination examination, System.Net.IPAddress address, int port, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = await Dialer.ConnectAsync(new System.Net.IPEndPoint(address, port), address.ToString(), examination.Base, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (FtpConnectionException e)
        {
            return e.Message;
        }
    }
}
