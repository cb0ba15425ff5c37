using Sealift.Core;

namespace Sealift.App.Files.Panes;

/// <summary>A line of a pane: an entry, and what is looked at often.</summary>
/// <param name="entry">The entry.</param>
public sealed class PaneItem(FtpEntry entry)
{
    /// <summary>The entry as the store told it. Its name may be hostile.</summary>
    public FtpEntry Entry { get; } = entry;

    /// <summary>The name with control characters made visible.</summary>
    public string Name => TerminalText.Escape(Entry.Name);

    /// <summary>Whether it is a directory; a link never is.</summary>
    public bool IsDirectory => Entry.Kind == FtpEntryKind.Directory;

    /// <summary>Whether it may be named in a path, and so be used at all.</summary>
    public bool IsUsable => Entry.IsSafeName;

    /// <summary>Whether people mostly do not want to see it.</summary>
    public bool IsHidden => Entry.Name.StartsWith('.');

    /// <summary>The name in small letters, by which lines are sorted and found. Most names are in small letters, and then it is the name.</summary>
    internal string Key { get; } = entry.Name.ToLowerInvariant();
}
