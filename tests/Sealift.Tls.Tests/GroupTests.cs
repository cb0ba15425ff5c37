using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sealift.TestKit;

namespace Sealift.Tls.Tests;

/// <summary>The group of the key exchange is told by the name that RFC 8446 section 4.2.7 gives it, whichever backend made the connection.</summary>
public sealed class GroupTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [InlineData("P-256", "secp256r1")]
    [InlineData("P-384", "secp384r1")]
    [InlineData("P-521", "secp521r1")]
    [InlineData("X25519", "x25519")]
    [InlineData("X448", "x448")]
    public async Task A_group_has_one_name(string asked, string name)
    {
        var issued = _ca.IssueServer();
        foreach (var backend in Backends.All.Select(row => row.Data))
        {
            await using var tool = OpenSslTool.Start(
                "s_server", "-accept", "0", "-naccept", "1", "-rev", "-cert", issued.CertificateFile, "-key", issued.KeyFile, "-tls1_3", "-groups", asked);
            var place = await tool.ReadLineAsync("ACCEPT");
            using var client = TlsPair.CreateClient(_ca, backend, o => o with { MinVersion = TlsVersion.Tls13 });
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, int.Parse(place[(place.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));

            await using var stream = await client.ConnectAsync(socket);

            Assert.Equal(name, stream.Info.Group);
        }
    }

    public void Dispose() => _ca.Dispose();
}
