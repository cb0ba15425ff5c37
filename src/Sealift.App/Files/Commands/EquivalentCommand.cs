using Sealift.App.Files.Panes;
using Sealift.App.Sync;

namespace Sealift.App.Files.Commands;

/// <summary>The command line that does what a copy between the panes does.</summary>
internal static class EquivalentCommand
{
    /// <summary>The command for one line.</summary>
    /// <param name="item">The line.</param>
    /// <param name="from">Its pane.</param>
    /// <param name="to">The other pane; a closed one stands for the directory that the command is run in.</param>
    public static string Of(PaneItem item, PaneModel from, PaneModel to)
    {
        var source = ShellWords.Quote(from.Side!.AddressOf(from.Directory.Append(item.Entry.Name)));
        var isUpload = from.Side.IsLocal;
        var target = ShellWords.Quote(to.Address ?? ".");
        var recursive = item.IsDirectory ? "-r " : "";
        return (isUpload, to.Side?.IsLocal ?? true) switch
        {
            (true, true) => item.IsDirectory ? $"cp -r {source} {target}" : $"cp {source} {target}",
            (true, false) => $"sealift put {recursive}{source} {target}",
            (false, true) => $"sealift get {recursive}{source} {target}",
            _ => item.IsDirectory ? $"sealift sync {source} {ShellWords.Quote(to.Side!.AddressOf(to.Directory.Append(item.Entry.Name)))}" : $"sealift cp {source} {target}",
        };
    }
}
