namespace Sealift.Core.Timeline.Drawing;

/// <summary>Words between the life lines.</summary>
/// <param name="Kind">Who speaks.</param>
/// <param name="Text">The words, escaped.</param>
internal sealed record RemarkRow(RemarkKind Kind, string Text) : PictureRow;
