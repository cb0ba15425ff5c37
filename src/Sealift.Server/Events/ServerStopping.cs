namespace Sealift.Server.Events;

/// <summary>The server takes no new connections any more; running transfers may finish.</summary>
/// <param name="Sessions">The sessions that are left.</param>
public sealed record ServerStopping(int Sessions) : FtpServerEvent;
