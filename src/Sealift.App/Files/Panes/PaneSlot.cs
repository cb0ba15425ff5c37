namespace Sealift.App.Files.Panes;

/// <summary>Which of the two panes.</summary>
public enum PaneSlot
{
    /// <summary>The left one, which begins with this machine.</summary>
    Left,

    /// <summary>The right one, which begins with the question for a server.</summary>
    Right,
}
