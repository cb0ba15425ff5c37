namespace Sealift.Server.Events;

/// <summary>No session is left. The last event of a server.</summary>
/// <param name="Cut">The sessions that did not finish in time.</param>
public sealed record ServerStopped(int Cut) : FtpServerEvent;
