using Sealift.App.Files.Panes;

namespace Sealift.App.Files;

/// <summary>A line with its place in the list.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Item">The line.</param>
public readonly record struct PaneLine(int Index, PaneItem Item);
