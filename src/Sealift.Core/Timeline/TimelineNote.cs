namespace Sealift.Core.Timeline;

/// <summary>A remark of this side, such as a decision it made.</summary>
/// <param name="Text">The remark.</param>
public sealed record TimelineNote(string Text) : TimelineEvent;
