namespace Sealift.Tls;

/// <summary>An alert (RFC 8446 section 6).</summary>
/// <param name="Sent">True if this side sent it.</param>
/// <param name="Description">Its name, for example <c>close_notify</c>.</param>
/// <param name="IsFatal">Whether it ends the connection with an error.</param>
public sealed record TlsAlert(bool Sent, string Description, bool IsFatal) : TlsMessage(Sent, "Alert", 2)
{
    /// <inheritdoc/>
    public override string Detail => Description;
}
