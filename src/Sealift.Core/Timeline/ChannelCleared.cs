namespace Sealift.Core.Timeline;

/// <summary>A channel left TLS and goes on in clear text (CCC, RFC 2228 section 3).</summary>
public sealed record ChannelCleared : TimelineEvent;
