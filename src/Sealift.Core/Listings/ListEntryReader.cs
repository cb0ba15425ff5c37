using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// Makes entries of the lines of LIST. Each line is evidence for a dialect; after a few that agree no other is tried, so
/// that a strange line stays strange. Lines that wrap are joined, and a line that nothing understands becomes an entry of its own.
/// </summary>
internal sealed class ListEntryReader : IEntryReader
{
    private const int Certain = 4;

    private readonly ListingContext _context;
    private readonly Queue<FtpEntry> _ready = new();
    private readonly OpenDates _dates;
    private string? _head;
    private int _evidence;

    public ListEntryReader(ListingDialect? hint, DateTime now)
    {
        // Servers of many systems claim to be Unix: that alone says nothing.
        _context = new ListingContext(now) { Known = hint == ListingDialect.Unix ? null : hint };
        _dates = new OpenDates(_ready);
    }

    /// <summary>The dialect that lines were read with.</summary>
    public ListingDialect? Detected => _evidence > 0 ? _context.Known : null;

    public void Add(ReadOnlySpan<char> line)
    {
        if (_head is { } head)
        {
            _head = null;
            if (TryJoin(head, line))
                return;
            Reject(head);
        }

        if (line.IsWhiteSpace())
            return;
        if (TryParse(line, out var entry))
            Accept(entry);
        else if (ListingNoise.IsMatch(line))
            return;
        else if (IsHead(line))
            _head = line.ToString();
        else
            Reject(line);
    }

    /// <summary>After the last line: what still waits comes out.</summary>
    public void Finish()
    {
        if (_head is { } head)
            Reject(head);
        _head = null;
        _dates.Flush();
    }

    public bool TryTake([MaybeNullWhen(false)] out FtpEntry entry) => _ready.TryDequeue(out entry);

    private bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        var known = _context.Known;
        if (known is { } dialect && ListDialects.TryParse(dialect, line, _context, out entry))
        {
            _evidence++;
            return true;
        }

        if (_evidence >= Certain)
            return false;
        foreach (var other in ListDialects.Order)
        {
            if (other == known || !ListDialects.TryParse(other, line, _context, out entry))
                continue;
            _context.Known = other;
            _evidence = 1;
            return true;
        }

        return false;
    }

    // A word alone may be a name whose line was too short for the rest.
    private bool IsHead(ReadOnlySpan<char> line)
    {
        var word = line.TrimEnd(" \t\r");
        if (word.IndexOfAny(" \t\r") >= 0)
            return false;
        return _context.Known is { } known ? ListDialects.Wraps(known) || (_evidence < Certain && VmsListFormat.EndsWithVersion(word)) : true;
    }

    private bool TryJoin(string head, ReadOnlySpan<char> line)
    {
        if (line.IsWhiteSpace())
            return false;
        var joined = $"{head} {line}";
        foreach (var dialect in ListDialects.Order)
        {
            if (!ListDialects.Wraps(dialect) || (_evidence >= Certain && dialect != _context.Known)
                || !ListDialects.TryParse(dialect, joined, _context, out var entry))
                continue;
            _evidence = dialect == _context.Known ? _evidence + 1 : 1;
            _context.Known = dialect;
            Accept(entry);
            return true;
        }

        return false;
    }

    private void Accept(FtpEntry entry)
    {
        var date = _context.OpenDate;
        _context.OpenDate = null;
        if (entry.Name is not ("." or ".."))
            _dates.Add(entry, date);
    }

    private void Reject(ReadOnlySpan<char> line) => _dates.Add(UnreadableEntry.Of(line), null);
}
