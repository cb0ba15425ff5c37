using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>The TLS backends that the sweeps run on; both ends of a case are on the same one.</summary>
internal static class Backends
{
    private static readonly TlsVersion[] Both = [TlsVersion.Tls12, TlsVersion.Tls13];

    /// <summary>The one of this run: what <c>SEALIFT_TLS</c> says, else libssl.</summary>
    public static TlsBackend Chosen => IsPlatform ? TlsBackend.Platform : TlsBackend.OpenSsl;

    public static IReadOnlyList<TlsVersion> Versions => Both;

    /// <summary>What a client and a server speak that allow both versions: SslStream speaks TLS 1.3 only where it is the oldest one allowed (docs/tls.md).</summary>
    public static TlsVersion Usual(TlsBackend backend) => backend == TlsBackend.Platform ? TlsVersion.Tls12 : TlsVersion.Tls13;

    private static bool IsPlatform => string.Equals(Environment.GetEnvironmentVariable("SEALIFT_TLS"), "platform", StringComparison.OrdinalIgnoreCase);
}
