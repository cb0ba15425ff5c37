namespace Sealift.Transfer.Running;

/// <summary>What could make the next run of this kind faster.</summary>
public enum TransferAdvice
{
    /// <summary>
    /// Many small files over TLS 1.3, and the processor was busy for most of the time: each has a data connection of its own, and a resumed handshake of TLS 1.2 needs no key exchange, so
    /// it costs a fraction of the time. The choice is the user's (<c>--tls-max 1.2</c>); what it gives up is in docs/performance.md.
    /// </summary>
    Tls12ForSmallFiles,
}
