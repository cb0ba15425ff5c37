using Sealift.Tls;

namespace Sealift.Server.Access;

/// <summary>The certificates in force, which may be replaced while sessions go on with those they began with.</summary>
internal sealed class ServerTls : IDisposable
{
    private readonly FtpServerOptions _options;
    private readonly IReadOnlyDictionary<string, TlsCertificate> _hosts;
    private volatile TlsGeneration _current;

    /// <exception cref="TlsException">A certificate cannot be used.</exception>
    public ServerTls(FtpServerOptions options)
    {
        _options = options;
        _hosts = options.Hosts.Where(host => host.Certificate is not null)
            .ToDictionary(host => host.Name, host => host.Certificate!, StringComparer.OrdinalIgnoreCase);
        _current = new TlsGeneration(Create(options.Certificate, _hosts));
    }

    /// <summary>The present generation, entered; the session leaves it at its end.</summary>
    public TlsGeneration Enter()
    {
        while (true)
        {
            var current = _current;
            if (current.TryEnter()) return current;
        }
    }

    public void Replace(TlsCertificate certificate) => Replace(certificate, _hosts);

    /// <exception cref="TlsException">A certificate cannot be used; the old ones stay.</exception>
    public void Replace(TlsCertificate certificate, IReadOnlyDictionary<string, TlsCertificate> hosts)
    {
        var next = new TlsGeneration(Create(certificate, hosts));
        Interlocked.Exchange(ref _current, next).Retire();
    }

    public void Dispose() => _current.Retire();

    private TlsServer Create(TlsCertificate certificate, IReadOnlyDictionary<string, TlsCertificate> hosts) => TlsServer.Create(new TlsServerOptions
    {
        Certificate = certificate,
        HostCertificates = hosts,
        MinVersion = _options.MinTlsVersion,
        MaxVersion = _options.MaxTlsVersion,
        ApplicationProtocols = ["ftp"], // RFC 7301; strict, against cross-protocol attacks
        ClientCertificates = _options.ClientCertificates,
        ClientRoots = _options.ClientRoots,
        HandshakeTimeout = _options.Limits.HandshakeTimeout,
        Backend = _options.TlsBackend,
    });
}
