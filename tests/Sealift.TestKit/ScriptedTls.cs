using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.TestKit;

/// <summary>The server side of TLS for a scripted peer. One context serves all connections, so that sessions resume.</summary>
internal sealed class ScriptedTls
{
    private readonly SslServerAuthenticationOptions _control;
    private readonly SslServerAuthenticationOptions _data;
    private readonly SslServerAuthenticationOptions _afresh;

    public ScriptedTls(TestCertificate control, TestCertificate data, ScriptedPeerOptions options)
    {
        _control = NewOptions(control, options);
        _data = ReferenceEquals(control, data) ? _control : NewOptions(data, options);
        _afresh = NewOptions(data, options with { Resumes = false });
    }

    public Task<SslStream> AcceptControlAsync(Stream transport, CancellationToken cancellationToken) =>
        AcceptAsync(transport, _control, cancellationToken);

    public Task<SslStream> AcceptDataAsync(Stream transport, bool resumes, CancellationToken cancellationToken) =>
        AcceptAsync(transport, resumes ? _data : _afresh, cancellationToken);

    private static async Task<SslStream> AcceptAsync(
        Stream transport, SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        SslStream stream = new(transport);
        await stream.AuthenticateAsServerAsync(options, cancellationToken);
        return stream;
    }

    private static SslServerAuthenticationOptions NewOptions(TestCertificate certificate, ScriptedPeerOptions options)
    {
        X509Certificate2Collection chain = [];
        if (!ReferenceEquals(certificate.Issuer, certificate.Certificate))
            chain.Add(certificate.Issuer);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, chain, offline: true),
            EnabledSslProtocols = options.Versions,
            AllowTlsResume = options.Resumes,
            ApplicationProtocols = [.. options.Alpn.Select(name => new SslApplicationProtocol(name))],
        };
    }
}
