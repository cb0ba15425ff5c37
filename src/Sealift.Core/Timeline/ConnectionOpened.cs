namespace Sealift.Core.Timeline;

/// <summary>A connection was made.</summary>
/// <param name="Peer">The address of the other side.</param>
/// <param name="Local">The address of this side.</param>
public sealed record ConnectionOpened(string Peer, string Local) : TimelineEvent;
