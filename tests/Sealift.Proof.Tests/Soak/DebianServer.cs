using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.TestKit.Faults;
using Sealift.Tls.Trust;

namespace Sealift.Proof.Tests.Soak;

/// <summary>One of Debian's servers.</summary>
internal sealed class DebianServer : SoakServer
{
    private readonly PeerServers _peers;
    private readonly Peer _peer;
    private readonly int _processesAtRest;

    private DebianServer(PeerServers peers, Peer peer)
    {
        _peers = peers;
        _peer = peer;
        Proxy = FaultProxy.Start([peer.Port], peer.Ports.Skip(1), AnyAddress(2));
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Path.GetDirectoryName(peer.Ca)!, "server.pem")); // it does not name the proxy's address
        Options = new FtpClientOptions
        {
            Host = Proxy.Address.ToString(),
            Port = peer.Port,
            Mode = peer.Mode == PeerMode.Implicit ? FtpTlsMode.Implicit : FtpTlsMode.Explicit,
            Credential = FtpCredential.WithPassword(peer.User, peer.Password),
            Trust = new TrustPolicy { Pins = [SpkiPin.Of(leaf)] },
        };
        _processesAtRest = peers.CountProcesses(peer);
    }

    public override string Name => _peer.Name;

    public override string Home => _peer.Home;

    public override FaultProxy Proxy { get; }

    public override FtpClientOptions Options { get; }

    // Each session is a process or two.
    public override Task<long> CountSessionsAsync(CancellationToken cancellationToken) => Task.FromResult((long)_peers.CountProcesses(_peer) - _processesAtRest);

    public static DebianServer Start(PeerServers peers, string name) => new(peers, peers.Require(name));

    public override Task RestartAsync() => _peers.RestartAsync(_peer);

    public override ValueTask DisposeAsync() => Proxy.DisposeAsync();
}
