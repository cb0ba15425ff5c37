namespace Sealift.Tls;

/// <summary>Which implementation carries the TLS protocol.</summary>
public enum TlsBackend
{
    /// <summary>libssl 3, called directly. The default wherever the library is found.</summary>
    OpenSsl,

    /// <summary>.NET's <see cref="System.Net.Security.SslStream"/>, with work-arounds. Its limits are written in docs/tls.md.</summary>
    Platform,
}
