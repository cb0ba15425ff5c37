using Sealift.App.Files.Panes;
using Sealift.App.Queue;
using Sealift.Core;

namespace Sealift.App.Files.Commands;

/// <summary>What the queue is told when lines of a pane are copied.</summary>
internal static class Transfers
{
    /// <summary>The transfer of one line into a directory of the other side, where it keeps its name.</summary>
    public static NewTransfer Of(PaneItem item, PaneModel from, PaneSide to, FtpPath into)
    {
        var source = from.Directory.Append(item.Entry.Name);

        // A directory becomes like the source, so it is named; a file goes into the directory that is named.
        return item.IsDirectory
            ? new NewTransfer(from.Side!.AddressOf(source, isDirectory: true), to.AddressOf(into.Append(item.Entry.Name), isDirectory: true))
            : new NewTransfer(from.Side!.AddressOf(source), to.AddressOf(into, isDirectory: true));
    }
}
