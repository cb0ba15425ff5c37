using Sealift.App.Files.Panes;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Files.Commands;

/// <summary>Changes of single entries that never replace another one.</summary>
internal static class FileChanges
{
    /// <summary>Refuses lines that cannot be named in a path: whatever was done could mean something else.</summary>
    /// <exception cref="CommandException">There is one.</exception>
    public static void RequireUsable(IReadOnlyList<PaneItem> items)
    {
        if (items.FirstOrDefault(static item => !item.IsUsable) is { } item)
            throw CommandException.Usage($"\"{item.Name}\" cannot be used: its name is none that can be sent back safely.", "Rename it where it is, without control characters and slashes.");
    }

    /// <summary>Moves or renames. What has the new name already is not replaced.</summary>
    /// <exception cref="FileStoreException">There is something, or the store refused.</exception>
    public static async Task MoveAsync(PaneSide side, FtpPath source, FtpPath target)
    {
        if (source == target) return;

        // Where capital letters are not told apart, another spelling of the same name finds the file itself.
        var isSpelling = side.Traits.IgnoresCase && source.ToString().Equals(target.ToString(), StringComparison.OrdinalIgnoreCase);
        if (!isSpelling) await RequireFreeAsync(side, target);
        await side.Store.MoveAsync(source, target);
    }

    /// <summary>Makes a directory.</summary>
    /// <exception cref="FileStoreException">There is something of this name, or the store refused.</exception>
    public static async Task MakeDirectoryAsync(PaneSide side, FtpPath path)
    {
        await RequireFreeAsync(side, path);
        await side.Store.CreateDirectoryAsync(path);
    }

    private static async Task RequireFreeAsync(PaneSide side, FtpPath path)
    {
        if (await side.Store.FindAsync(path) is not null) throw new FileStoreException(FileStoreError.AlreadyExists, path);
    }
}
