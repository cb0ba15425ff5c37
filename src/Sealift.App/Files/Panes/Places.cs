using Sealift.App.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Files.Panes;

/// <summary>Opens the places that panes show, by the addresses that people type and pages hand over.</summary>
internal sealed class Places(Connections connections)
{
    /// <summary>The address of this machine's home.</summary>
    public static string Home => PaneSide.Local() is var side ? side.AddressOf(side.Home, isDirectory: true) : "";

    /// <summary>Opens a place in a pane. What goes wrong is shown by the pane.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="address">A directory of this machine, a URL, or a saved site's <c>name:</c>.</param>
    public Task OpenAsync(PaneModel pane, string address) => pane.OpenAsync(Cli.CommandLine.ArgumentParsing.Mask(address), token => OpenAsync(address.Trim(), token));

    /// <summary>Shows what a path names that was typed in a pane: a directory, or a file in its directory; or opens another place.</summary>
    /// <returns>The directory to show and the name to select there; null where the text is the address of another place.</returns>
    /// <exception cref="FormatException">It is no path.</exception>
    public static async Task<(FtpPath Directory, string? Select)?> FindAsync(PaneModel pane, string text, CancellationToken cancellationToken)
    {
        var side = pane.Side;
        if (side is null || text.Contains("://", StringComparison.Ordinal)) return null;
        if (side.IsLocal && text is ['~', ..]) text = side.AddressOf(side.Home) + text[1..];
        var path = pane.Directory.Combine(FtpPath.Parse(text));
        var entry = path.IsTop ? null : await side.Store.FindAsync(path, cancellationToken);
        return entry is null || await side.IsDirectoryAsync(path, entry, cancellationToken) ? (path, null) : (path.Parent!, path.Name);
    }

    private async Task<(PaneSide Side, FtpPath Start)> OpenAsync(string address, CancellationToken cancellationToken)
    {
        if (address.Length == 0) throw CommandException.Usage("there is no address.", "Type a URL, a saved site's name: or a directory of this machine.");
        if (TreeEnd.Read(address).Remote is null) return OpenLocal(address);
        var site = await connections.OpenAsync(address, "pane", cancellationToken);
        PaneSide? side = null;
        try
        {
            side = await PaneSide.OfAsync(site, cancellationToken);
            var start = side.Home.Combine(site.Location.Path);
            if (site.Location.IsDirectory || start.IsTop) return (side, start);

            // What is named without a slash at its end may be a file; its directory is shown then.
            await using var lease = await site.Pool.RentAsync(cancellationToken);
            return (side, await lease.Client.IsDirectoryAsync(start, cancellationToken) ? start : start.Parent!);
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    private static (PaneSide Side, FtpPath Start) OpenLocal(string address)
    {
        var side = PaneSide.Local();
        var path = address is ['~', ..] ? side.AddressOf(side.Home) + address[1..] : Path.GetFullPath(address);
        if (File.Exists(path)) path = Path.GetDirectoryName(path)!;
        return Directory.Exists(path) ? (side, side.PathOf(path)) : throw new FileStoreException(FileStoreError.NotFound, side.PathOf(path));
    }
}
