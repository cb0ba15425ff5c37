using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>Makes entries of the lines of NLST: a name a line, with the listed directory before it on some servers.</summary>
internal sealed class NameEntryReader(FtpPath? directory) : IEntryReader
{
    private readonly string? _whole = directory is { IsTop: false } ? directory + "/" : null;
    private readonly string? _last = directory is { IsTop: false } ? directory.Name + "/" : null;
    private FtpEntry? _next;

    public ListingDialect? Detected => null;

    public void Add(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
            return;
        var name = line;
        if (_whole is not null && name.StartsWith(_whole))
            name = name[_whole.Length..];
        else if (_last is not null && name.StartsWith(_last))
            name = name[_last.Length..];
        else if (directory is { IsTop: true, IsAbsolute: true } && name.StartsWith('/'))
            name = name[1..];
        else if (name.StartsWith("./"))
            name = name[2..];
        if (name is not ("." or ".."))
            _next = new FtpEntry { Name = name.ToString() };
    }

    public void Finish()
    {
    }

    public bool TryTake([MaybeNullWhen(false)] out FtpEntry entry)
    {
        entry = _next;
        _next = null;
        return entry is not null;
    }
}
