namespace Sealift.App.Files.Commands;

/// <summary>What a person can do in a pane, by keyboard, menu or button.</summary>
public enum PaneCommand
{
    /// <summary>Shows a directory, or looks at a file.</summary>
    Open,

    /// <summary>Looks at a text file.</summary>
    View,

    /// <summary>Changes a text file.</summary>
    Edit,

    /// <summary>Copies to the other pane.</summary>
    Copy,

    /// <summary>Gives another name.</summary>
    Rename,

    /// <summary>Makes a directory.</summary>
    NewFolder,

    /// <summary>Deletes.</summary>
    Delete,

    /// <summary>Shows all facts, and computes checksums.</summary>
    Properties,

    /// <summary>Sets the permissions.</summary>
    Permissions,

    /// <summary>Puts the URL on the clipboard.</summary>
    CopyUrl,

    /// <summary>Puts the command that does the same as the copy to the other pane on the clipboard.</summary>
    CopyCommand,

    /// <summary>Takes files from the machine of the browser.</summary>
    Upload,

    /// <summary>Selects all lines.</summary>
    SelectAll,

    /// <summary>Selects what was not selected.</summary>
    InvertSelection,

    /// <summary>Lists again.</summary>
    Refresh,

    /// <summary>Goes to the directory above.</summary>
    Up,

    /// <summary>Goes to the directory before.</summary>
    Back,

    /// <summary>Goes to the directory that was gone back from.</summary>
    Forward,

    /// <summary>Shows hidden files, or no longer.</summary>
    ShowHidden,

    /// <summary>Types a path.</summary>
    EditPath,

    /// <summary>Filters by name.</summary>
    Filter,

    /// <summary>Opens the menu.</summary>
    Menu,
}
