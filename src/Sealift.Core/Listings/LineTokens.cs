namespace Sealift.Core.Listings;

/// <summary>The first words of a line with their places; what comes after them is a name and is not cut into words.</summary>
internal readonly ref struct LineTokens
{
    /// <summary>Owners and groups with blanks make long lines; a date that has not come by now does not come.</summary>
    public const int Max = 40;

    private readonly ReadOnlySpan<char> _line;
    private readonly ReadOnlySpan<Range> _ranges;

    public LineTokens(ReadOnlySpan<char> line, Span<Range> buffer)
    {
        _line = line;
        var count = 0;
        var at = 0;
        while (count < buffer.Length)
        {
            while (at < line.Length && IsBlank(line[at]))
                at++;
            if (at == line.Length)
                break;
            var start = at;
            while (at < line.Length && !IsBlank(line[at]))
                at++;
            buffer[count++] = start..at;
        }

        _ranges = buffer[..count];
    }

    public int Count => _ranges.Length;

    public ReadOnlySpan<char> this[int index] => index >= 0 && index < _ranges.Length ? _line[_ranges[index]] : [];

    public int Start(int index) => _ranges[index].Start.Value;

    public int End(int index) => _ranges[index].End.Value;

    public static bool IsBlank(char c) => c is ' ' or '\t';
}
