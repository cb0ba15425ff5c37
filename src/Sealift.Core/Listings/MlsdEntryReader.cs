using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>Makes entries of the lines of MLSD (RFC 3659 section 7); links wait for the line that names their target.</summary>
internal sealed class MlsdEntryReader : IEntryReader
{
    private readonly TextCache _texts = new();
    private readonly LinkTargets _targets = new();
    private readonly Queue<FtpEntry> _ready = new();

    public ListingDialect? Detected => null;

    public void Add(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
            return;
        if (!MlsxFormat.TryParse(line, _texts, out var entry))
        {
            _ready.Enqueue(UnreadableEntry.Of(line));
            return;
        }

        if (entry.Kind is FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory || entry.Name is "." or ".." || _targets.TryHold(entry))
            return;
        var links = _targets.Resolve(entry);
        foreach (var link in links)
            _ready.Enqueue(link);
        // A line that only names the target of a link, by its whole path, is no entry of this directory.
        if (links.Count == 0 || !entry.Name.StartsWith('/'))
            _ready.Enqueue(entry);
    }

    public void Finish()
    {
        foreach (var link in _targets.Rest())
            _ready.Enqueue(link);
    }

    public bool TryTake([MaybeNullWhen(false)] out FtpEntry entry) => _ready.TryDequeue(out entry);
}
