namespace Sealift.Core.Listings;

/// <summary>
/// Finds the targets of links in an MLSD listing that names them on a later line: the line with the same "unique" fact
/// (RFC 3659 section 7.5.2) is the file that the link stands for.
/// </summary>
internal sealed class LinkTargets
{
    // A listing with more unresolved links than this gets them without targets: memory stays flat.
    private const int Capacity = 10_000;

    private readonly Dictionary<string, List<FtpEntry>> _waiting = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Keeps a link back until its target is known; false when there is nothing to wait for.</summary>
    public bool TryHold(FtpEntry entry)
    {
        if (entry.Kind != FtpEntryKind.Link || entry.LinkTarget is not null || entry.Unique is not { } unique
            || _count == Capacity)
            return false;
        if (!_waiting.TryGetValue(unique, out var links))
            _waiting.Add(unique, links = []);
        links.Add(entry);
        _count++;
        return true;
    }

    /// <summary>The links that stand for this entry, now with their target.</summary>
    public IReadOnlyList<FtpEntry> Resolve(FtpEntry entry)
    {
        if (_count == 0 || entry.Unique is not { } unique || !_waiting.Remove(unique, out var links))
            return [];
        _count -= links.Count;
        return [.. links.Select(link => link with { LinkTarget = entry.Name })];
    }

    /// <summary>The links whose target never came.</summary>
    public IEnumerable<FtpEntry> Rest() => _waiting.Values.SelectMany(static links => links);
}
