namespace Sealift.Core.Timeline.Drawing;

/// <summary>The two life lines of one connection.</summary>
/// <param name="Channel">0 for the control connection, 1 and up for data connections.</param>
/// <param name="Depth">How far inside it is drawn: 0 outermost.</param>
/// <param name="IsEncrypted">Whether TLS protects it at this moment.</param>
internal readonly record struct Lane(int Channel, int Depth, bool IsEncrypted);
