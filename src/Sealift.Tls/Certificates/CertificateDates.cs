using static System.FormattableString;

namespace Sealift.Tls.Certificates;

/// <summary>Validity in words.</summary>
public static class CertificateDates
{
    /// <summary>How long before its end a certificate is worth a warning: 30 days.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    /// <summary>What is to be said about a validity now: that it has not begun, is over, or ends within <see cref="Notice"/>.</summary>
    /// <returns>The end of a sentence that begins with the certificate, as in "expires on 2026-12-01 (in 9 days)"; null if nothing.</returns>
    public static string? FindNotice(DateTimeOffset notBefore, DateTimeOffset notAfter, DateTimeOffset now)
    {
        if (now < notBefore || now > notAfter) return Describe(notBefore, notAfter, now);
        if (notAfter - now > Notice) return null;
        var days = DaysLeft(notAfter, now);
        return Invariant($"expires on {notAfter.UtcDateTime:yyyy-MM-dd} ({days switch
        {
            0 => "within a day",
            1 => "in 1 day",
            _ => Invariant($"in {days} days"),
        }})");
    }

    /// <summary>The whole days until a certificate ends, negative once it has.</summary>
    public static int DaysLeft(DateTimeOffset notAfter, DateTimeOffset now) => (int)Math.Floor((notAfter - now).TotalDays);

    /// <summary>Why a certificate is not valid now.</summary>
    internal static string Describe(DateTimeOffset notBefore, DateTimeOffset notAfter, DateTimeOffset now) => now < notBefore
        ? Invariant($"is not valid before {notBefore.UtcDateTime:yyyy-MM-dd HH:mm} UTC (it is {now.UtcDateTime:yyyy-MM-dd HH:mm} here)")
        : Invariant($"expired on {notAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
}
