namespace Sealift.Core.Listings;

/// <summary>The orders in which a date of three numbers may be written.</summary>
[Flags]
internal enum DateOrders
{
    /// <summary>No order fits.</summary>
    None = 0,

    /// <summary>Month, day, year.</summary>
    MonthDayYear = 1,

    /// <summary>Day, month, year.</summary>
    DayMonthYear = 2,

    /// <summary>Year, month, day.</summary>
    YearMonthDay = 4,

    /// <summary>Any of them.</summary>
    Any = MonthDayYear | DayMonthYear | YearMonthDay,
}
