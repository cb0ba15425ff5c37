using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Doctor.Tests.Faults;

/// <summary>Examinations of real servers.</summary>
internal static class PeerExamination
{
    /// <summary>Everything may be looked at, with the server's own user, who may write.</summary>
    /// <param name="peer">The server.</param>
    /// <param name="withCertificate">Whether a client certificate is shown to a server that demands one.</param>
    public static DoctorOptions Of(Peer peer, bool withCertificate = false)
    {
        var options = Examine.Local(peer.Port, peer.Ca.Length == 0 ? null : peer.Ca);
        return options with
        {
            LogsIn = true,
            MayWrite = true,
            Client = options.Client with
            {
                TimeProvider = new SlowTime(3), // what a check takes for silence must not be a busy machine
                Mode = peer.Mode == PeerMode.Implicit ? FtpTlsMode.Implicit : FtpTlsMode.Explicit,
                Credential = FtpCredential.WithPassword(peer.User, peer.Password),
                Certificate = withCertificate && peer.ClientCertificates.Length > 0 ? Own(peer.ClientCertificates) : null,
            },
        };
    }

    private static TlsCertificate Own(string folder) => TlsCertificate.From(
        X509Certificate2.CreateFromPemFile(Path.Combine(folder, "client.pem"), Path.Combine(folder, "client.key")));
}
