namespace Sealift.App.Files.Panes;

/// <summary>What a pane is sorted by.</summary>
public enum PaneColumn
{
    /// <summary>The name; numbers in names count as numbers.</summary>
    Name,

    /// <summary>The size in bytes.</summary>
    Size,

    /// <summary>The time of the last change.</summary>
    Modified,

    /// <summary>The ending of the name.</summary>
    Type,

    /// <summary>The permissions.</summary>
    Permissions,
}
