using Sealift.Core;

namespace Sealift.App.Files.Panes;

/// <summary>Offers directories for the beginning of a path that is typed in a pane. A directory is listed once.</summary>
/// <param name="pane">The pane.</param>
public sealed class PathCompletion(PaneModel pane)
{
    /// <summary>The most that are offered at once.</summary>
    public const int MaxOffers = 12;

    private readonly Dictionary<FtpPath, Task<IReadOnlyList<string>>> _known = [];

    /// <summary>The directories that a text can mean, each as it would be typed, with a slash at its end.</summary>
    /// <param name="text">What has been typed.</param>
    public async Task<IReadOnlyList<string>> FindAsync(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (pane.Side is not { } side || text.Contains("://", StringComparison.Ordinal)) return [];
        var slash = text.LastIndexOf('/');
        var (above, begun) = slash < 0 ? ("", text) : (text[..(slash + 1)], text[(slash + 1)..]);
        if (!FtpPath.TryParse(above.Length == 0 ? "." : above, out var directory)) return [];
        directory = pane.Directory.Combine(directory);
        if (!_known.TryGetValue(directory, out var names)) _known[directory] = names = Task.Run(() => ListAsync(side, directory));
        return [.. (await names).Where(name => name.StartsWith(begun, StringComparison.OrdinalIgnoreCase) && (begun.Length > 0 || name[0] != '.')).Take(MaxOffers).Select(name => $"{above}{name}/")];
    }

    /// <summary>What of an offer is new to the person: the last name, with the slash.</summary>
    public static string LastName(string offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return offer[(offer.TrimEnd('/').LastIndexOf('/') + 1)..];
    }

    // What cannot be listed has nothing to offer; going there will say why.
    private async Task<IReadOnlyList<string>> ListAsync(PaneSide side, FtpPath directory)
    {
        if (directory == pane.Directory && pane.Phase == PanePhase.Listed) return Names(pane.All.Where(static item => item.IsDirectory && item.IsUsable));
        try
        {
            var found = new List<PaneItem>();
            await foreach (var entry in side.Store.ListAsync(directory))
            {
                if (entry.Kind == FtpEntryKind.Directory && entry.IsSafeName) found.Add(new PaneItem(entry));
            }

            return Names(found);
        }
        catch (Exception e) when (e is FtpException or Core.Stores.FileStoreException or ObjectDisposedException)
        {
            return [];
        }
    }

    private static IReadOnlyList<string> Names(IEnumerable<PaneItem> items) => [.. items.OrderBy(static item => item.Key, StringComparer.Ordinal).Select(static item => item.Entry.Name)];
}
