namespace Sealift.Server.Events;

/// <summary>The control connection is under TLS.</summary>
/// <param name="Protection">What was agreed on.</param>
public sealed record SessionSecured(FtpProtection Protection) : FtpSessionEvent;
