namespace Sealift.Server.Events;

/// <summary>A client connected. Nothing is known of it but its address.</summary>
public sealed record SessionStarted : FtpSessionEvent;
