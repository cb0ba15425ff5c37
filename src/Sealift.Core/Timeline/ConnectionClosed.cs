namespace Sealift.Core.Timeline;

/// <summary>A connection ended.</summary>
/// <param name="CloseNotifySent">Whether this side announced the end under TLS.</param>
/// <param name="CloseNotifyReceived">Whether the other side did; without it the end is not proven.</param>
/// <param name="Error">What went wrong, or <see langword="null"/>.</param>
public sealed record ConnectionClosed(bool CloseNotifySent, bool CloseNotifyReceived, string? Error) : TimelineEvent;
