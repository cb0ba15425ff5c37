using CsCheck;

namespace Sealift.Core.Tests;

public sealed class PortRangeTests
{
    [Fact]
    public void Reading_what_was_written_gives_the_same_range() =>
        Gen.Select(Gen.Int[1, 65535], Gen.Int[1, 65535]).Sample(static (one, other) =>
        {
            var range = new PortRange(Math.Min(one, other), Math.Max(one, other));
            return PortRange.TryParse(range.ToString(), out var read) && read == range;
        });

    [Theory]
    [InlineData("50000-50099", 50000, 50099, 100)]
    [InlineData("21", 21, 21, 1)]
    [InlineData("1-65535", 1, 65535, 65535)]
    [InlineData("7-7", 7, 7, 1)]
    public void Both_ends_belong_to_a_range(string text, int first, int last, int count)
    {
        Assert.True(PortRange.TryParse(text, out var range));
        Assert.Equal((first, last, count), (range.First, range.Last, range.Count));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0-1")]
    [InlineData("1-65536")]
    [InlineData("2-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData(" 1-2")]
    [InlineData("1-")]
    [InlineData("+1-2")]
    [InlineData("99999999999")]
    public void What_is_no_range_is_refused(string? text)
    {
        Assert.False(PortRange.TryParse(text, out var range));
        Assert.Null(range);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 65536)]
    public void A_range_has_its_limits(int first, int last) => Assert.Throws<ArgumentOutOfRangeException>(() => new PortRange(first, last));

    [Fact]
    public void No_text_makes_the_parser_throw() => Generators.Text.Sample(static text =>
        PortRange.TryParse(text, out var range) ? range.Count > 0 : range is null);
}
