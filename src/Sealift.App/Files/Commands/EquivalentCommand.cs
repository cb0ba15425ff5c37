using Sealift.App.Files.Panes;

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
        var source = Quote(from.Side!.AddressOf(from.Directory.Append(item.Entry.Name)));
        var isUpload = from.Side.IsLocal;
        var target = Quote(to.Address ?? ".");
        var recursive = item.IsDirectory ? "-r " : "";
        return (isUpload, to.Side?.IsLocal ?? true) switch
        {
            (true, true) => item.IsDirectory ? $"cp -r {source} {target}" : $"cp {source} {target}",
            (true, false) => $"sealift put {recursive}{source} {target}",
            (false, true) => $"sealift get {recursive}{source} {target}",
            _ => item.IsDirectory ? $"sealift sync {source} {Quote(to.Side!.AddressOf(to.Directory.Append(item.Entry.Name)))}" : $"sealift cp {source} {target}",
        };
    }

    /// <summary>A word as a POSIX shell takes it for one: as it is where nothing in it means something else.</summary>
    public static string Quote(string word)
    {
        var isPlain = word.Length > 0 && word[0] != '-' && word.All(static c => char.IsAsciiLetterOrDigit(c) || "_./:@%+,=-".Contains(c, StringComparison.Ordinal));
        return isPlain ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
