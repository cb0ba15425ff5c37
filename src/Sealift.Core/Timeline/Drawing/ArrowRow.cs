namespace Sealift.Core.Timeline.Drawing;

/// <summary>Something that went from one side to the other.</summary>
/// <param name="FromClient">Whether the client sent it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Lines">Its text, escaped.</param>
/// <param name="IsBad">Whether it says that something failed.</param>
internal sealed record ArrowRow(bool FromClient, ArrowKind Kind, IReadOnlyList<string> Lines, bool IsBad) : PictureRow;
