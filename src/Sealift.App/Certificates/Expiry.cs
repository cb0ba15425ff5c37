using System.Globalization;
using Sealift.Tls.Certificates;

namespace Sealift.App.Certificates;

/// <summary>When a certificate ends, in words.</summary>
/// <param name="Text">Such as "expires in 12 days".</param>
/// <param name="Level">How bad that is.</param>
internal sealed record Expiry(string Text, ExpiryLevel Level)
{
    /// <summary>What is to be said now.</summary>
    /// <param name="notBefore">The start of its validity; null where it is not known.</param>
    /// <param name="notAfter">Its end.</param>
    /// <param name="now">The time.</param>
    public static Expiry Of(DateTimeOffset? notBefore, DateTimeOffset notAfter, DateTimeOffset now)
    {
        if (notBefore is { } from && now < from) return new($"not valid before {Date(from)}", ExpiryLevel.Over);
        var days = CertificateDates.DaysLeft(notAfter, now);
        if (now > notAfter)
        {
            return new(days == -1 ? "expired within the last day" : string.Create(CultureInfo.InvariantCulture, $"expired {-days - 1} {(days == -2 ? "day" : "days")} ago"), ExpiryLevel.Over);
        }

        var text = days switch
        {
            0 => "expires within a day",
            1 => "expires in 1 day",
            < 730 => string.Create(CultureInfo.InvariantCulture, $"expires in {days} days"),
            _ => string.Create(CultureInfo.InvariantCulture, $"expires in {days / 365} years"),
        };
        return new(text, notAfter - now <= CertificateDates.Notice ? ExpiryLevel.Soon : ExpiryLevel.Good);
    }

    /// <summary>A day, as 2026-11-23.</summary>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
