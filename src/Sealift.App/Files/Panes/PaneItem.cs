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

    /// <summary>What it is sorted by as a name.</summary>
    internal string Key { get; } = NaturalKey.Of(entry.Name);

    /// <summary>Its place by name among the lines that it was ranked with.</summary>
    internal int Rank { get; set; }
}
