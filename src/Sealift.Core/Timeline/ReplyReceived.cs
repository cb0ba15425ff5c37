using Sealift.Core.Wire;

namespace Sealift.Core.Timeline;

/// <summary>A reply came from the server to the client.</summary>
/// <param name="Reply">The reply as received; escape its text before showing it.</param>
public sealed record ReplyReceived(FtpReply Reply) : TimelineEvent;
