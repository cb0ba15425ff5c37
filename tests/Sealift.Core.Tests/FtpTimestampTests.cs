using CsCheck;

namespace Sealift.Core.Tests;

[Trait("Fault", "F18")]
public sealed class FtpTimestampTests
{
    [Theory]
    [InlineData("20150813224845", "2015-08-13T22:48:45.000", FtpTimePrecision.Second)]
    [InlineData("19991005213102.014", "1999-10-05T21:31:02.014", FtpTimePrecision.Millisecond)]
    [InlineData("19991005213102.5", "1999-10-05T21:31:02.500", FtpTimePrecision.Millisecond)]
    [InlineData("19991005213102.1239999", "1999-10-05T21:31:02.123", FtpTimePrecision.Millisecond)]
    [InlineData("20161231235960", "2016-12-31T23:59:59.000", FtpTimePrecision.Second)]
    [InlineData("20000229000000", "2000-02-29T00:00:00.000", FtpTimePrecision.Second)]
    [InlineData("191000131120000", "2000-01-31T12:00:00.000", FtpTimePrecision.Second)]
    [InlineData("191231224120000", "2023-12-24T12:00:00.000", FtpTimePrecision.Second)]
    public void A_time_value_is_utc_and_keeps_its_precision(string text, string expected, FtpTimePrecision precision)
    {
        Assert.True(FtpTimestamp.TryParse(text, out var timestamp));

        Assert.Equal(expected, timestamp.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", null));
        Assert.Equal((precision, true, DateTimeKind.Utc), (timestamp.Precision, timestamp.IsUtc, timestamp.Value.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2015")]
    [InlineData("20150813224845Z")]
    [InlineData("20150813224845.")]
    [InlineData("2015081322484")]
    [InlineData("201508132248455")]
    [InlineData("20150229000000")]
    [InlineData("20151301000000")]
    [InlineData("20150100000000")]
    [InlineData("00000101000000")]
    [InlineData("20150101240000")]
    [InlineData("20150101006000")]
    [InlineData("20150101000061")]
    [InlineData("-0150813224845")]
    [InlineData("2015081322484٥")]
    [InlineData("20150813224845.000000000000000000000000000000000000000000000000")]
    public void What_is_no_time_value_is_refused(string text) => Assert.False(FtpTimestamp.TryParse(text, out _));

    [Fact]
    public void A_time_of_unknown_zone_is_never_turned_into_utc()
    {
        var listed = new FtpTimestamp(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), FtpTimePrecision.Minute, IsUtc: false);

        Assert.Null(listed.ToUtc());
        Assert.Equal(TimeSpan.Zero, FtpTimestamp.FromUtc(new DateTimeOffset(2020, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))).ToUtc()!.Value.Offset);
        Assert.Equal("20200101000000", FtpTimestamp.FromUtc(new DateTimeOffset(2020, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))).Format());
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_time() => Generators.Timestamp.Sample(
        static timestamp => FtpTimestamp.TryParse(timestamp.Format(), out var again) && again == timestamp);

    [Fact]
    public void No_text_makes_the_parser_throw() => Generators.Text.Sample(static text =>
    {
        if (FtpTimestamp.TryParse(text, out var timestamp))
            Assert.True(timestamp.IsUtc);
    });

    [Theory]
    [InlineData(".5")]
    [InlineData(".")]
    [InlineData("201508132248451")]
    [InlineData("291000131120000")]
    [InlineData("192000131120000")]
    [InlineData("1910001311200")]
    [InlineData("20150813224845.000000000000000000000000000000000")]
    public void What_only_resembles_a_time_value_is_refused(string text) => Assert.False(FtpTimestamp.TryParse(text, out _));

    [Fact]
    public void The_longest_fraction_is_read_and_what_is_finer_than_a_millisecond_is_cut()
    {
        Assert.True(FtpTimestamp.TryParse("20150813224845." + new string('9', 32), out var read));
        Assert.Equal(999, read.Value.Millisecond);
        Assert.Equal("20150813224845.123", FtpTimestamp.FromUtc(new DateTimeOffset(2015, 8, 13, 22, 48, 45, 123, 999, TimeSpan.Zero)).Format());
    }
}
