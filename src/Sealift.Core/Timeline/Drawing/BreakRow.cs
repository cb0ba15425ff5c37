namespace Sealift.Core.Timeline.Drawing;

/// <summary>A break of the life lines: time passes.</summary>
/// <param name="Text">How much.</param>
internal sealed record BreakRow(string Text) : PictureRow;
