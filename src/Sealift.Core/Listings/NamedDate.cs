namespace Sealift.Core.Listings;

/// <summary>Dates with the month as a name between hyphens: "4-NOV-1994", "12-Jan-14", "Feb-28-1998".</summary>
internal static class NamedDate
{
    /// <summary>Reads day, month, year.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out int year, out int month, out int day) =>
        TrySplit(text, out var one, out var two, out var three, out year, out month, out day)
        && TryRead(two, one, three, out year, out month, out day);

    /// <summary>Reads month, day, year.</summary>
    public static bool TryParseMonthFirst(ReadOnlySpan<char> text, out int year, out int month, out int day) =>
        TrySplit(text, out var one, out var two, out var three, out year, out month, out day)
        && TryRead(one, two, three, out year, out month, out day);

    private static bool TrySplit(
        ReadOnlySpan<char> text,
        out ReadOnlySpan<char> one, out ReadOnlySpan<char> two, out ReadOnlySpan<char> three,
        out int year, out int month, out int day)
    {
        one = two = three = default;
        year = month = day = 0;
        if (text.Length is < 7 or > 14)
            return false;
        var first = text.IndexOf('-');
        var last = text.LastIndexOf('-');
        if (first < 1 || last <= first + 1)
            return false;
        one = text[..first];
        two = text[(first + 1)..last];
        three = text[(last + 1)..];
        return true;
    }

    private static bool TryRead(
        ReadOnlySpan<char> name, ReadOnlySpan<char> days, ReadOnlySpan<char> years, out int year, out int month, out int day)
    {
        month = MonthNames.Find(name);
        year = 0;
        if (!ListNumber.TryParse(days, 2, out day) || month == 0 || years.Length is not (2 or 4)
            || !ListNumber.TryParse(years, 4, out year))
            return false;
        if (years.Length == 2)
            year = ListingYear.FromTwoDigits(year);
        return true;
    }
}
