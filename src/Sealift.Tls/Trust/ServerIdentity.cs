using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Trust;

/// <summary>Who a server should be, and what it presented.</summary>
/// <param name="Host">The host as the user typed it.</param>
/// <param name="Port">The TCP port; 0 if unknown.</param>
/// <param name="Certificate">The leaf certificate.</param>
/// <param name="Intermediates">The other certificates of the handshake, not trusted by themselves.</param>
public sealed record ServerIdentity(
    string Host, int Port, X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Intermediates);
