using Sealift.Core.Wire;

namespace Sealift.Core.Timeline;

/// <summary>A command went from the client to the server.</summary>
/// <param name="Command">The command; its text form hides secrets.</param>
public sealed record CommandSent(FtpCommand Command) : TimelineEvent;
