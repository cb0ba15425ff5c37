using Sealift.Client;
using Sealift.Core;

namespace Sealift.Doctor.Examining;

/// <summary>Where the server was found, and how it begins TLS there.</summary>
/// <param name="Port">The port.</param>
/// <param name="Mode">Explicit or implicit.</param>
/// <param name="Handshake">When the handshake of implicit TLS takes place.</param>
internal sealed record Target(int Port, FtpTlsMode Mode, FtpImplicitHandshake Handshake)
{
    public bool IsImplicit => Mode == FtpTlsMode.Implicit;
}
