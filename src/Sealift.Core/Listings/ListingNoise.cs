namespace Sealift.Core.Listings;

/// <summary>Lines that are known to say nothing about an entry: headings, sums, rules, replies that slipped into the data.</summary>
internal static class ListingNoise
{
    public static bool IsMatch(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.IsEmpty || IsSum(line) || IsVms(line) || IsReply(line) || IsRule(line) || IsHeading(line);
    }

    // "total 12", "insgesamt 4,0K".
    private static bool IsSum(ReadOnlySpan<char> line)
    {
        var blank = line.IndexOfAny(' ', '\t');
        if (blank < 0 || !char.IsLetter(line[0]))
            return false;
        foreach (var c in line[..blank])
        {
            if (!char.IsLetter(c) && c != ':')
                return false;
        }

        var number = line[blank..].TrimStart();
        if (number.Length > 20 || !char.IsAsciiDigit(number[0]) || !char.IsAsciiLetterOrDigit(number[^1]))
            return false;
        foreach (var c in number[..^1])
        {
            if (!char.IsAsciiDigit(c) && c is not ('.' or ','))
                return false;
        }

        return true;
    }

    // "Directory DISK$VOL:[DIR]", "Total of 2 files, 5 blocks.", "Total 14 files", "Grand total of …", "DISK$VOL:", "ACA:[ANONYMOUS]".
    private static bool IsVms(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("Directory ") && line.Contains('[') && line[^1] == ']')
            return true;
        if ((line.StartsWith("Total ") || line.StartsWith("Grand total ")) && line.IndexOfAnyInRange('0', '9') > 0)
            return line.Contains(" file", StringComparison.Ordinal) || line.Contains(" block", StringComparison.Ordinal);
        var colon = line.IndexOf(':');
        if (colon < 1 || line.IndexOfAny(' ', '\t') >= 0)
            return false;
        foreach (var c in line[..colon])
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c is not ('$' or '_'))
                return false;
        }

        var rest = line[(colon + 1)..];
        return rest.IsEmpty || (rest[0] == '[' && rest[^1] == ']');
    }

    // "150 Opening ASCII mode data connection": the good news of a control connection. Bad news stays visible.
    private static bool IsReply(ReadOnlySpan<char> line) =>
        line.Length > 5 && line[0] is '1' or '2' && char.IsAsciiDigit(line[1]) && char.IsAsciiDigit(line[2])
        && line[3] is ' ' or '-' && char.IsAsciiLetter(line[4]) && char.IsAsciiLetter(line[5]);

    private static bool IsRule(ReadOnlySpan<char> line) => !line.ContainsAnyExcept("-= \t") && line.Length >= 6;

    private static bool IsHeading(ReadOnlySpan<char> line)
    {
        // By their first words; blanks between words do not matter.
        ReadOnlySpan<string> headings =
        [
            "Volume Unit Referred", "Volume Unit Date", "Name VV.MM", "Name Size TTR", "JOBNAME JOBID",
            "Filename FileType", "File Code EOF", "Owner Last modified", "size date time name",
            "Volume in drive", "Volume Serial Number", "Directory of", "%DIRECT-W-NOFILES,",
        ];
        foreach (var heading in headings)
        {
            if (StartsWithWords(line, heading))
                return true;
        }

        return false;
    }

    private static bool StartsWithWords(ReadOnlySpan<char> line, ReadOnlySpan<char> words)
    {
        foreach (var range in words.Split(' '))
        {
            if (!line.StartsWith(words[range]))
                return false;
            line = line[words[range].Length..];
            if (!line.IsEmpty && !LineTokens.IsBlank(line[0]))
                return false;
            line = line.TrimStart(" \t");
        }

        return true;
    }
}
