namespace Sealift.Core.Timeline.Drawing;

/// <summary>A bar across the two life lines of a connection, where its state changes.</summary>
/// <param name="Kind">The change.</param>
/// <param name="Text">The change in words, escaped.</param>
internal sealed record BarRow(BarKind Kind, string Text) : PictureRow;
