namespace Sealift.Core.Timeline;

/// <summary>A data connection carried its bytes.</summary>
/// <param name="Bytes">How many, without the overhead of TLS.</param>
/// <param name="Elapsed">From the first to the last byte.</param>
/// <param name="FromServer">Whether the server sent them.</param>
public sealed record DataTransferred(long Bytes, TimeSpan Elapsed, bool FromServer) : TimelineEvent;
