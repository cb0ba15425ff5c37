using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>The combinations that the client is tried in against the real servers.</summary>
internal static class ClientRows
{
    private const string HostName = "localhost";

    /// <summary>One instance of each server and mode; both TLS versions are asked of each.</summary>
    private static readonly string[] Peers =
        [PeerNames.Vsftpd, PeerNames.VsftpdImplicit, PeerNames.Proftpd, PeerNames.ProftpdImplicit, PeerNames.Pureftpd];

    /// <summary>Server, what the user types as host, TLS version, backend: everything.</summary>
    public static TheoryData<string, string, TlsVersion, TlsBackend> Everywhere =>
        Rows(Peers, [HostName, "127.0.0.1", "::1"]);

    /// <summary>One row a server, newest TLS version, for what does not depend on TLS.</summary>
    public static TheoryData<string> Servers => [PeerNames.Vsftpd, PeerNames.Proftpd, PeerNames.Pureftpd];

    private static TheoryData<string, string, TlsVersion, TlsBackend> Rows(string[] peers, string[] hosts)
    {
        TheoryData<string, string, TlsVersion, TlsBackend> rows = [];
        foreach (var peer in peers)
        {
            foreach (var version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
            {
                foreach (var host in hosts) rows.Add(peer, host, version, TlsBackend.OpenSsl);

                // SslStream's session cache knows names only.
                rows.Add(peer, HostName, version, TlsBackend.Platform);
            }
        }

        return rows;
    }
}
