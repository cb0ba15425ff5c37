namespace Sealift.Core;

/// <summary>How much of a time was stated.</summary>
public enum FtpTimePrecision
{
    /// <summary>Only the year.</summary>
    Year,

    /// <summary>The day, no time of day.</summary>
    Day,

    /// <summary>Hours and minutes.</summary>
    Minute,

    /// <summary>Whole seconds.</summary>
    Second,

    /// <summary>Thousandths of a second.</summary>
    Millisecond,
}
