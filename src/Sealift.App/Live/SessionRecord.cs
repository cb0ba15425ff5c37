using Sealift.Core.Timeline;

namespace Sealift.App.Live;

/// <summary>A session with a server, while it lives and after.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Server">The server: host and port.</param>
/// <param name="Purpose">What it is for: a pane, a job of the queue, the doctor.</param>
/// <param name="Began">When it began.</param>
/// <param name="Timeline">What happens in it.</param>
internal sealed record SessionRecord(long Number, string Server, string Purpose, DateTimeOffset Began, SessionTimeline Timeline);
