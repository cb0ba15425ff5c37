using System.Globalization;

namespace Sealift.App.Queue;

/// <summary>Spans of time for people.</summary>
internal static class SpanText
{
    /// <summary>For example "8 s", "3 min 05 s", "2 h 10 min", "3 d 4 h".</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalSeconds):0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds:00} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalDays} d {span.Hours} h"),
    };
}
