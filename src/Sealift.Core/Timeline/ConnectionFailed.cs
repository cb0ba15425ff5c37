namespace Sealift.Core.Timeline;

/// <summary>A TCP connection was tried and did not come about.</summary>
/// <param name="Peer">The address that was tried; host and port where there was no address yet.</param>
/// <param name="Error">Why, in plain words.</param>
public sealed record ConnectionFailed(string Peer, string Error) : TimelineEvent;
