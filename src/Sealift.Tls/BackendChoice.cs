using Sealift.Tls.OpenSsl;

namespace Sealift.Tls;

/// <summary>Chooses the backend: what the options say, then <c>SEALIFT_TLS</c>, then what the machine has.</summary>
internal static class BackendChoice
{
    public static TlsBackend For(TlsBackend? asked)
    {
        var backend = asked ?? FromEnvironment();
        if (backend is null) return LibSsl.IsAvailable ? TlsBackend.OpenSsl : TlsBackend.Platform;
        if (backend == TlsBackend.OpenSsl && !LibSsl.IsAvailable)
        {
            throw new TlsException(
                TlsFailure.BackendMissing,
                "libssl 3 (libssl.so.3) is not on this machine.",
                "Install OpenSSL 3, or unset SEALIFT_TLS to use the platform's TLS.");
        }

        return backend.Value;
    }

    private static TlsBackend? FromEnvironment() => Environment.GetEnvironmentVariable("SEALIFT_TLS") switch
    {
        null or "" => null,
        "openssl" => TlsBackend.OpenSsl,
        "platform" => TlsBackend.Platform,
        var other => throw new TlsException(
            TlsFailure.BackendMissing, $"SEALIFT_TLS is \"{other}\".", "It may be \"openssl\" or \"platform\"."),
    };
}
