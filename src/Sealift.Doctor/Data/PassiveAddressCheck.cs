using System.Net;
using System.Net.Sockets;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether PASV names the server's own address.</summary>
internal sealed class PassiveAddressCheck() : DoctorCheck(
    "SL-DATA-52",
    "Address in PASV",
    "Compares the address that the reply to PASV names with the one that the control connection goes to.",
    "Many clients connect to the address that PASV names, whatever it is. Sealift does not, so that nobody can send it elsewhere (RFC 2577).")
{
    private static readonly Fault Private = new()
    {
        Title = "PASV names an address inside the server's own network",
        Meaning = "The server does not know its public address. Clients that believe it connect into nowhere: the login works, and every listing hangs.",
        Remedies = DataRemedies.PassiveAddress,
        Meanwhile = "Nothing has to be set: Sealift connects to the address of the control connection. Other clients need EPSV, or a setting that ignores the address.",
    };

    private static readonly Fault Other = new()
    {
        Title = "PASV names another address",
        Meaning = "Clients that believe it connect to another machine, or into nowhere: the login works, and every listing hangs or fails.",
        Remedies = DataRemedies.PassiveAddress,
        Meanwhile = "Nothing has to be set: Sealift connects to the address of the control connection.",
    };

    private static readonly Fault Nowhere = new()
    {
        Title = "PASV names no address",
        Verdict = Verdict.Advice,
        Meaning = "0.0.0.0 is no address. Some clients take it for \"the same as the control connection\", others fail.",
        Remedies = DataRemedies.PassiveAddress,
        Meanwhile = "Nothing has to be set.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Private, Other, Nowhere];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var server = Plain(probe.Line.Connection.Peer.Address);
        if (server.AddressFamily != AddressFamily.InterNetwork) return Good("The server is reached over IPv6, which has no PASV.");
        if (!probe.Line.Connection.Route.IsDirect) return CannotTell("The server is reached through a proxy, so that its address is not known here.");
        var reply = await probe.Line.AskAsync("PASV", cancellationToken).ConfigureAwait(false);
        if (!DataEndPointFormat.TryParsePasv(reply, out var named)) return CannotTell($"PASV names no port: {Evidence.Of(reply)}");
        string[] evidence = [$"PASV → {Evidence.Of(reply)}", $"the control connection goes to {server}"];
        return FindFault(named.Address, server) is not { } fault
            ? Good($"PASV names the server's own address, {server}.", evidence)
            : Found(fault, $"PASV names {named.Address}{(fault == Private ? ", which is an address of a private network" : $", and the server is {server}")}.", evidence);
    }

    /// <summary>What is wrong with an address that PASV names; null for nothing.</summary>
    internal static Fault? FindFault(IPAddress named, IPAddress server) =>
        named.Equals(server) ? null
        : named.Equals(IPAddress.Any) ? Nowhere
        : IsPrivate(named) && !IsPrivate(server) ? Private
        : Other;

    // RFC 1918, RFC 6598 (100.64.0.0/10), RFC 3927 (169.254.0.0/16) and this machine (RFC 1122 section 3.2.1.3).
    private static bool IsPrivate(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes[0] is 10 or 127
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128)
            || (bytes[0] == 169 && bytes[1] == 254);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
