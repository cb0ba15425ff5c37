namespace Sealift.Core.Listings;

/// <summary>The first words of a line with their places; what comes after them is a name and is not cut into words.</summary>
internal readonly ref struct LineTokens
{
    /// <summary>Owners and groups with blanks make long lines; a date that has not come by now does not come.</summary>
    public const int Max = 40;

    private readonly ReadOnlySpan<char> _line;
    private readonly ReadOnlySpan<Range> _ranges;

    /// <summary>Cuts as many words as the buffer holds.</summary>
    /// <param name="line">The line.</param>
    /// <param name="buffer">Where the places go.</param>
    /// <param name="isReturnBlank">Whether a carriage return inside the line separates words.</param>
    public LineTokens(ReadOnlySpan<char> line, Span<Range> buffer, bool isReturnBlank = false)
    {
        _line = line;
        var count = 0;
        var at = 0;
        while (count < buffer.Length)
        {
            while (at < line.Length && (IsBlank(line[at]) || (isReturnBlank && line[at] == '\r')))
                at++;
            if (at == line.Length)
                break;
            var start = at;
            while (at < line.Length && !IsBlank(line[at]) && !(isReturnBlank && line[at] == '\r'))
                at++;
            buffer[count++] = start..at;
        }

        _ranges = buffer[..count];
    }

    public int Count => _ranges.Length;

    public ReadOnlySpan<char> this[int index] => index >= 0 && index < _ranges.Length ? _line[_ranges[index]] : [];

    public int Start(int index) => _ranges[index].Start.Value;

    public int End(int index) => _ranges[index].End.Value;

    /// <summary>What follows the word and the blanks after it, to the end of the line; empty if there is nothing.</summary>
    public ReadOnlySpan<char> After(int index) => index < _ranges.Length ? _line[End(index)..].TrimStart(" \t") : [];

    public static bool IsBlank(char c) => c is ' ' or '\t';
}
