using Sealift.Core;
using Sealift.Transfer.Filters;

namespace Sealift.Transfer.Tests.Filters;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("*.txt", "a.txt", true)]
    [InlineData("*.txt", "d/e/a.txt", true)]
    [InlineData("*.txt", "a.txt.gz", false)]
    [InlineData("/*.txt", "d/a.txt", false)]
    [InlineData("/*.txt", "a.txt", true)]
    [InlineData("d/*.txt", "d/a.txt", true)]
    [InlineData("d/*.txt", "x/d/a.txt", false)]
    [InlineData("**/d/*.txt", "x/y/d/a.txt", true)]
    [InlineData("**/d/*.txt", "d/a.txt", true)]
    [InlineData("d/**", "d", false)]
    [InlineData("d/**", "d/a", true)]
    [InlineData("d/**", "d/e/a", true)]
    [InlineData("d/**/z", "d/z", true)]
    [InlineData("d/**/z", "d/e/f/z", true)]
    [InlineData("d/**/z", "d/e/f/y", false)]
    [InlineData("**", "any/thing", true)]
    [InlineData("?", "ä", true)]
    [InlineData("?", "😀", true)]
    [InlineData("??", "a", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[^a-c]x", "ax", false)]
    [InlineData("[]x]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("*.{jpg,png}", "a.png", true)]
    [InlineData("*.{jpg,png}", "a.gif", false)]
    [InlineData("{a,b/c}", "b/c", true)]
    [InlineData("x{,.bak}", "x", true)]
    [InlineData("{a{1,2},b}", "a2", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("a\\{b", "a{b", true)]
    [InlineData("A", "a", false)]
    [InlineData("*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void A_pattern_matches_what_it_says(string pattern, string path, bool matches) =>
        Assert.Equal(matches, PathPattern.Parse(pattern).Matches(FtpPath.Parse(path), isDirectory: false));

    [Fact]
    public void A_slash_at_the_end_means_directories()
    {
        var pattern = PathPattern.Parse("cache/");

        Assert.True(pattern.Matches(FtpPath.Parse("a/cache"), isDirectory: true));
        Assert.False(pattern.Matches(FtpPath.Parse("a/cache"), isDirectory: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("[a")]
    [InlineData("[z-a]")]
    [InlineData("{a")]
    [InlineData("a}")]
    [InlineData("a\\")]
    [InlineData("a/../b")]
    [InlineData("{}")]
    [InlineData("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}")]
    public void What_is_no_pattern_is_refused_in_words(string pattern)
    {
        var refusal = Assert.Throws<FormatException>(() => PathPattern.Parse(pattern));

        Assert.Contains("pattern", refusal.Message, StringComparison.Ordinal);
    }
}
