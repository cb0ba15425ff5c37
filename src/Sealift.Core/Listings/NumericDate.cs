namespace Sealift.Core.Listings;

/// <summary>A date of three numbers whose order the line alone does not tell.</summary>
/// <param name="One">The first number.</param>
/// <param name="Two">The second number.</param>
/// <param name="Three">The third number.</param>
/// <param name="Time">The time of day.</param>
/// <param name="Precision">The precision of date and time together.</param>
/// <param name="Orders">The orders that make a date of it.</param>
/// <param name="Default">The order when no line of the listing decides; <see cref="DateOrders.None"/> leaves the date unknown.</param>
internal readonly record struct NumericDate(
    int One, int Two, int Three, TimeSpan Time, FtpTimePrecision Precision, DateOrders Orders, DateOrders Default)
{
    /// <summary>Whether more than one order is left.</summary>
    public bool IsOpen => Orders is not (DateOrders.None or DateOrders.MonthDayYear or DateOrders.DayMonthYear or DateOrders.YearMonthDay);

    /// <summary>The date where only one order is left.</summary>
    public FtpTimestamp? Certain => IsOpen ? null : Resolve(Orders);

    /// <summary>Reads "a-b-c" and keeps of <paramref name="allowed"/> the orders that make a date.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, TimeSpan time, FtpTimePrecision precision, DateOrders allowed, DateOrders byDefault, out NumericDate date)
    {
        date = default;
        var first = text.IndexOfAny('-', '/', '.');
        if (first < 1 || text.Length > 10)
            return false;
        var rest = text[(first + 1)..];
        var second = rest.IndexOf(text[first]);
        if (second < 1 || !ListNumber.TryParse(text[..first], 4, out var one) || !ListNumber.TryParse(rest[..second], 2, out var two)
            || !ListNumber.TryParse(rest[(second + 1)..], 4, out var three))
            return false;
        if (first == 4)
            allowed = DateOrders.YearMonthDay;
        else if (first > 2 || rest.Length - second - 1 > 2)
            allowed &= ~DateOrders.YearMonthDay;
        var all = new NumericDate(one, two, three, time, precision, allowed, byDefault);
        date = all.Narrow(DateTime.MaxValue);
        return date.Orders != DateOrders.None;
    }

    /// <summary>The same with only the orders that give a date not after <paramref name="latest"/>.</summary>
    public NumericDate Narrow(DateTime latest)
    {
        var left = DateOrders.None;
        for (var order = 1; order <= (int)DateOrders.YearMonthDay; order <<= 1)
        {
            if (Orders.HasFlag((DateOrders)order) && TryMake((DateOrders)order, out var value) && value <= latest)
                left |= (DateOrders)order;
        }

        return this with { Orders = left };
    }

    /// <summary>The date in one order.</summary>
    public FtpTimestamp? Resolve(DateOrders order) =>
        order != DateOrders.None && Orders.HasFlag(order) && TryMake(order, out var value) ? new FtpTimestamp(value, Precision, IsUtc: false) : null;

    private bool TryMake(DateOrders order, out DateTime value)
    {
        var (year, month, day) = order switch
        {
            DateOrders.MonthDayYear => (Three, One, Two),
            DateOrders.DayMonthYear => (Three, Two, One),
            DateOrders.YearMonthDay => (One, Two, Three),
            _ => default,
        };
        year = ListingYear.Complete(year);
        var isDate = ListTime.TryJoin(year, month, day, Time, Precision, out var timestamp) && year >= 1900;
        value = timestamp.Value;
        return isDate;
    }
}
