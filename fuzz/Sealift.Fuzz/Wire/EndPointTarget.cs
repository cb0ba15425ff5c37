using System.Net;
using System.Net.Sockets;
using Sealift.Core.Wire;

namespace Sealift.Fuzz.Wire;

/// <summary>The addresses of data connections in replies and commands: PASV, EPSV, PORT, EPRT and the protocols of 522.</summary>
internal sealed class EndPointTarget : FuzzTarget
{
    public override string Name => "endpoint";

    public override IReadOnlyList<string> Words =>
        ["(10,0,0,1,4,1)", "127,0,0,1,255,255", "(|||6446|)", "|1|132.235.1.2|6275|", "|2|::1|5282|", "|2|1080::8:800:200C:417A|5282|", "(1,2)", "(1)", "65535", "65536", "0", "256", ",", "|", "(", ")", "!!!", "-1", "%1", "1.2.3.04", "::ffff:1.2.3.4"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = FtpTextEncoding.Utf8.Decode(input);
        if (DataEndPointFormat.TryParsePasv(text, out var passive)) CheckIPv4(passive);
        if (DataEndPointFormat.TryParsePort(text, out var active)) CheckIPv4(active);
        if (DataEndPointFormat.TryParseEpsv(text, out var port))
        {
            Claim.Holds(IsPort(port) && DataEndPointFormat.TryParseEpsv(DataEndPointFormat.FormatEpsv(port), out var again) && again == port);
        }

        if (DataEndPointFormat.TryParseEprt(text, out var extended)) CheckExtended(extended);
        var line = text.Replace('\n', ' ').Replace('\r', ' ').Replace('\0', ' ');
        if (DataEndPointFormat.TryParseProtocols(new FtpReply(522, line), out var protocols)) Claim.Holds(protocols.Count > 0 && protocols.All(static number => number >= 0));
        Claim.Holds(!DataEndPointFormat.TryParsePasv(new FtpReply(226, line), out _) && !DataEndPointFormat.TryParseEpsv(new FtpReply(227, line), out _));
    }

    private static bool IsPort(int port) => port is > 0 and <= ushort.MaxValue;

    private static void CheckIPv4(IPEndPoint endPoint)
    {
        Claim.Holds(endPoint.AddressFamily == AddressFamily.InterNetwork && IsPort(endPoint.Port));
        Claim.Holds(DataEndPointFormat.TryParsePort(DataEndPointFormat.FormatPort(endPoint), out var port) && port.Equals(endPoint));
        Claim.Holds(DataEndPointFormat.TryParsePasv(DataEndPointFormat.FormatPasv(endPoint), out var passive) && passive.Equals(endPoint));
        CheckExtended(endPoint);
    }

    private static void CheckExtended(IPEndPoint endPoint)
    {
        // A mapped IPv4 address is written as IPv4.
        var plain = endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;
        Claim.Holds(IsPort(endPoint.Port));
        Claim.Holds(DataEndPointFormat.TryParseEprt(DataEndPointFormat.FormatEprt(endPoint), out var again) && again.Equals(plain));
    }
}
