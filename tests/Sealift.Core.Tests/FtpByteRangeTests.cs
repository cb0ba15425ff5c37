namespace Sealift.Core.Tests;

public sealed class FtpByteRangeTests
{
    [Theory]
    [InlineData(0, 100, 100, "0-99")]
    [InlineData(5, 1, 6, "5-5")]
    [InlineData(1, long.MaxValue - 1, long.MaxValue, "1-9223372036854775806")]
    public void A_range_states_its_first_and_last_byte(long start, long length, long end, string text)
    {
        var range = new FtpByteRange(start, length);

        Assert.Equal((start, length, end, text), (range.Start, range.Length, range.End, range.ToString()));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(2, long.MaxValue - 1)]
    [InlineData(long.MaxValue, 1)]
    public void A_range_that_no_file_can_have_is_refused(long start, long length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FtpByteRange(start, length));

    [Theory]
    [InlineData(-1, 1, "start")]
    [InlineData(0, 0, "length")]
    public void The_number_that_makes_no_range_is_named(long start, long length, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => new FtpByteRange(start, length)).ParamName);
}
