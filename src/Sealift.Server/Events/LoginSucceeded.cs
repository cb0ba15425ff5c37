namespace Sealift.Server.Events;

/// <summary>A user logged in.</summary>
/// <param name="IsByCertificate">Whether the client's certificate was enough (232, RFC 4217 section 14.2).</param>
public sealed record LoginSucceeded(bool IsByCertificate) : FtpSessionEvent;
