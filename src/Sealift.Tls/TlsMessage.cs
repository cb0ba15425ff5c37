namespace Sealift.Tls;

/// <summary>A handshake message, alert or change of cipher, as it passed. See the derived records for those that carry facts.</summary>
/// <param name="Sent">True if this side sent it.</param>
/// <param name="Name">Its name in RFC 8446 or RFC 5246, for example <c>Finished</c>.</param>
/// <param name="Length">Its length in bytes, without the record layer.</param>
public record TlsMessage(bool Sent, string Name, int Length)
{
    /// <summary>What it says, in a few words; null where its name says all. Parts of it come from the peer: escape it before showing it.</summary>
    public virtual string? Detail => null;
}
