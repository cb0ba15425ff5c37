using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>What a lane's server is like.</summary>
/// <param name="Backend">Whose TLS it speaks.</param>
/// <param name="Oldest">The oldest version that it accepts.</param>
/// <param name="IsAnswered">Whether somebody may answer in its place.</param>
internal sealed record LaneKind(TlsBackend Backend, TlsVersion Oldest, bool IsAnswered)
{
    /// <summary>
    /// Whether clients come by the name of the host, not by its address. SslStream resumes no session by address; a name leads to one address of this
    /// machine, so that such lanes have ports of their own instead of addresses of their own.
    /// </summary>
    public bool IsByName => Backend == TlsBackend.Platform;

    /// <summary>
    /// Whether the server insists that data connections resume the session. Where the control connection is the proxy's they cannot; and SslStream cannot
    /// tell a server under TLS 1.3 which session was resumed (docs/tls.md).
    /// </summary>
    public bool IsStrict => !IsAnswered && (Backend != TlsBackend.Platform || Oldest == TlsVersion.Tls12);

    /// <summary>The lane that a case runs on. One server on libssl serves both versions.</summary>
    public static LaneKind Of(SweepCase @case) =>
        new(@case.Backend, @case.Backend == TlsBackend.Platform ? @case.Version : TlsVersion.Tls12, @case.IsAnswered);
}
