namespace Sealift.Sites;

/// <summary>The dates of the certificate that a server presented last, when it was trusted.</summary>
/// <param name="Host">The host as it was typed.</param>
/// <param name="Port">The port.</param>
/// <param name="Seen">When it was seen first.</param>
/// <param name="NotBefore">The start of its validity, in UTC.</param>
/// <param name="NotAfter">The end of its validity, in UTC.</param>
public sealed record SeenCertificate(string Host, int Port, DateTimeOffset Seen, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Whether another one is of the same server, whatever the case of its host.</summary>
    internal bool IsOf(string host, int port) => Port == port && Host.Equals(host, StringComparison.OrdinalIgnoreCase);
}
