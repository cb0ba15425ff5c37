namespace Sealift.Server.Events;

/// <summary>A session is over. Its last event.</summary>
/// <param name="Reason">Why, in words for people.</param>
/// <param name="Duration">How long it was there.</param>
public sealed record SessionEnded(string Reason, TimeSpan Duration) : FtpSessionEvent;
