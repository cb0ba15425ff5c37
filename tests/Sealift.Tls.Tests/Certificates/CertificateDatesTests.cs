using System.Globalization;
using Sealift.Tls.Certificates;

namespace Sealift.Tls.Tests.Certificates;

public sealed class CertificateDatesTests
{
    [Theory]
    [InlineData("2026-01-31T12:00:00Z", null)]
    [InlineData("2026-02-01T12:00:00Z", "expires on 2026-03-03 (in 30 days)")]
    [InlineData("2026-03-01T13:00:00Z", "expires on 2026-03-03 (in 1 day)")]
    [InlineData("2026-03-03T11:59:59Z", "expires on 2026-03-03 (within a day)")]
    [InlineData("2026-03-03T12:00:00Z", "expires on 2026-03-03 (within a day)")]
    [InlineData("2026-03-03T12:00:01Z", "expired on 2026-03-03 12:00 UTC")]
    [InlineData("2025-12-31T23:59:00Z", "is not valid before 2026-01-01 00:00 UTC (it is 2025-12-31 23:59 here)")]
    public void What_is_worth_saying_about_a_validity_is_said(string now, string? expected) =>
        Assert.Equal(expected, CertificateDates.FindNotice(Time("2026-01-01T00:00:00Z"), Time("2026-03-03T12:00:00Z"), Time(now)));

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", 2)]
    [InlineData("2026-03-03T11:00:00Z", 0)]
    [InlineData("2026-03-03T13:00:00Z", -1)]
    public void Days_left_are_whole_days(string now, int expected) =>
        Assert.Equal(expected, CertificateDates.DaysLeft(Time("2026-03-03T12:00:00Z"), Time(now)));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
