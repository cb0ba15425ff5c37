using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class CombFormatTests
{
    [Fact]
    public void What_was_written_is_read_again()
    {
        string[] names = ["/in/the \"final\" file", "part 1", "\"", "ünï", "-x"];
        var paths = names.Select(FtpPath.Parse).ToList();

        var text = CombFormat.Format(paths[0], paths[1..]);

        Assert.True(CombFormat.TryParse(text, out var read));
        Assert.Equal(names, read);
    }

    [Theory]
    [InlineData("\"a b\" \"c\"", "a b|c")]
    [InlineData("  \"a\"   c  ", "a|c")]
    [InlineData("a b c", "a|b|c")]
    [InlineData("\"a\"\"b\" \"c\"", "a\"b|c")]
    public void Names_may_be_quoted(string text, string names)
    {
        Assert.True(CombFormat.TryParse(text, out var read));
        Assert.Equal(names.Split('|'), read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\"a\"")]
    [InlineData("a")]
    [InlineData("\"a\" \"b")]
    [InlineData("\"a\"b")]
    [InlineData("\"a\" \"\"")]
    [InlineData("a\" b")]
    [InlineData("\"a\"\"\" b\"")]
    public void What_is_no_target_with_parts_is_refused(string? text) => Assert.False(CombFormat.TryParse(text, out _));

    [Fact]
    public void There_is_at_least_one_part() =>
        Assert.Throws<ArgumentException>(() => CombFormat.Format(FtpPath.Parse("a"), []));
}
