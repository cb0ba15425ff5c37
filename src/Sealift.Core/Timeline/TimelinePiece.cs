namespace Sealift.Core.Timeline;

/// <summary>Where a piece of a picture stands.</summary>
/// <param name="Top">How far from the top of the picture, in its units.</param>
/// <param name="Height">How high it is, in the picture's units.</param>
public readonly record struct TimelinePiece(int Top, int Height);
