using System.IO.Enumeration;

namespace Sealift.App.Files.Panes;

/// <summary>What of a directory is shown, and in which order.</summary>
public sealed record PaneRule
{
    /// <summary>The order. Default: by name.</summary>
    public PaneOrder Order { get; init; } = PaneOrder.ByName;

    /// <summary>Whether names that begin with a dot are shown. Default: no.</summary>
    public bool ShowsHidden { get; init; }

    /// <summary>What names must contain, in any case; with <c>*</c> or <c>?</c> what they must be like. Default: nothing.</summary>
    public string Filter { get; init; } = "";

    /// <summary>What lines must also be; null for nothing.</summary>
    public Func<PaneItem, bool>? Also { get; init; }

    /// <summary>The lines that are shown, of lines that have their ranks by name.</summary>
    internal PaneItem[] Apply(PaneItem[] items)
    {
        var shown = IsAll ? [.. items] : items.Where(Shows).ToArray();
        Order.Sort(shown);
        return shown;
    }

    private bool IsAll => ShowsHidden && Filter.Length == 0 && Also is null;

    private bool Shows(PaneItem item) => (ShowsHidden || !item.IsHidden) && Matches(item) && Also?.Invoke(item) != false;

    private bool Matches(PaneItem item)
    {
        if (Filter.Length == 0) return true;
        return Filter.AsSpan().ContainsAny('*', '?')
            ? FileSystemName.MatchesSimpleExpression(Filter, item.Entry.Name)
            : item.Entry.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase);
    }
}
