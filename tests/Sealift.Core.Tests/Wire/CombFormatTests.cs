using CsCheck;
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

    [Fact]
    public void Whatever_was_written_is_read_again() => Generators.Path.Array[2, 6].Sample(static paths =>
    {
        Assert.True(CombFormat.TryParse(CombFormat.Format(paths[0], paths[1..]), out var read));
        Assert.Equal(paths.Select(static path => path.ToString()), read);
    });

    [Fact]
    public void A_name_at_the_beginning_is_read_and_what_follows_stays() =>
        Gen.Select(Generators.Path, Generators.Any("", " ", " 0 100", " \"x\"")).Sample(static (path, rest) =>
            CombFormat.TryReadName(PwdFormat.Format(path) + rest, out var name, out var left) && (name, left) == (path.ToString(), rest));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a 1 2")]
    [InlineData("\"\" 1 2")]
    [InlineData("\"a")]
    [InlineData("\"a\"1 2")]
    public void What_begins_with_no_quoted_name_is_left_alone(string? text)
    {
        Assert.False(CombFormat.TryReadName(text, out _, out var rest));
        Assert.Equal("", rest);
    }

    [Fact]
    public void No_text_makes_the_parser_throw() => Generators.Text.Sample(static text =>
        CombFormat.TryParse(text, out var names) ? names.Count >= 2 && names.All(static name => name.Length > 0) : names is null);

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

    [Fact]
    public void Quotes_within_a_word_and_names_behind_one_space_are_told_apart()
    {
        Assert.False(CombFormat.TryParse("a b\"c", out var none));
        Assert.Null(none);
        Assert.True(CombFormat.TryReadName("\"a b\" 1 2", out var name, out var rest));
        Assert.Equal(("a b", " 1 2"), (name, rest));
    }
}
