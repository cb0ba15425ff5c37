using System.Text;

namespace Sealift.App.Files.Panes;

/// <summary>The order of names as people see it: in any case, and a number in a name counts as a number, so that "file 9" comes before "file 10".</summary>
internal static class NaturalKey
{
    /// <summary>A text whose ordinal order is that order. Names with one key differ in capitals or in zeros before a number.</summary>
    public static string Of(string name)
    {
        var small = name.ToLowerInvariant();
        return small.AsSpan().ContainsAnyInRange('0', '9') ? WithNumbers(small) : small;
    }

    // A number becomes a zero, by which it keeps its place among other characters, how many digits it has, and the digits.
    private static string WithNumbers(string small)
    {
        var key = new StringBuilder(small.Length + 8);
        for (var i = 0; i < small.Length;)
        {
            if (!char.IsAsciiDigit(small[i]))
            {
                key.Append(small[i++]);
                continue;
            }

            var end = i;
            while (end < small.Length && char.IsAsciiDigit(small[end])) end++;
            var digits = small.AsSpan(i, end - i).TrimStart('0');
            key.Append('0').Append((char)digits.Length).Append(digits);
            i = end;
        }

        return key.ToString();
    }
}
