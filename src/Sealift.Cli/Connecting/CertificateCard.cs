using Sealift.Cli.Certificates;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Connecting;

/// <summary>A server's certificate as a person needs it to decide.</summary>
internal static class CertificateCard
{
    public static void Write(TextWriter output, ServerIdentity identity)
    {
        CertificateText.Row(output, "server", $"{identity.Host} port {identity.Port}");
        CertificateText.Write(output, CertificateFacts.Of(identity.Certificate), TimeProvider.System.GetUtcNow());
    }
}
