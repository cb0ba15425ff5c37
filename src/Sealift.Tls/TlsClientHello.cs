namespace Sealift.Tls;

/// <summary>A ClientHello.</summary>
/// <param name="Sent">True if this side sent it.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ServerName">The SNI host name; null if absent.</param>
/// <param name="ApplicationProtocols">The ALPN names offered.</param>
/// <param name="OffersResumption">Whether it carries a session id to resume, a ticket or a pre-shared key.</param>
public sealed record TlsClientHello(
    bool Sent, int Length, string? ServerName, IReadOnlyList<string> ApplicationProtocols, bool OffersResumption)
    : TlsMessage(Sent, "ClientHello", Length)
{
    /// <inheritdoc/>
    public override string Detail
    {
        get
        {
            var name = ServerName is null ? "no server name" : $"server name {ServerName}";
            var protocols = ApplicationProtocols.Count > 0 ? $", ALPN {string.Join(' ', ApplicationProtocols)}" : "";
            return $"{name}{protocols}, {(OffersResumption ? "offers resumption" : "offers no resumption")}";
        }
    }
}
