namespace Sealift.App.Files.Panes;

/// <summary>The order of names as people see it: a number in a name counts as a number, so that "file 9" comes before "file 10".</summary>
internal static class NaturalOrder
{
    /// <summary>Compares two names that differ in no letter's case.</summary>
    public static int Compare(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var common = one.CommonPrefixLength(other);
        if (common == one.Length && common == other.Length) return 0;

        // The difference may be in the middle of a number.
        var start = common;
        while (start > 0 && char.IsAsciiDigit(one[start - 1])) start--;
        var first = Digits(one[start..]);
        var second = Digits(other[start..]);
        if (first == 0 || second == 0)
            return common == one.Length ? -1 : common == other.Length ? 1 : one[common] - other[common];

        var order = Number(one.Slice(start, first), other.Slice(start, second));
        if (order != 0) return order;

        // The same number, or one with more zeros before it: what follows decides, then the zeros.
        var rest = Compare(one[(start + first)..], other[(start + second)..]);
        return rest != 0 ? rest : first - second;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count])) count++;
        return count;
    }

    private static int Number(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        one = one.TrimStart('0');
        other = other.TrimStart('0');
        return one.Length != other.Length ? one.Length - other.Length : one.SequenceCompareTo(other);
    }
}
