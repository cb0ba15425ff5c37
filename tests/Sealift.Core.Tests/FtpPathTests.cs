using CsCheck;

namespace Sealift.Core.Tests;

[Trait("Threat", "T24")]
public sealed class FtpPathTests
{
    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("//a///b//", "/a/b")]
    [InlineData("a/./b/.", "a/b")]
    [InlineData("a/b/../c", "a/c")]
    [InlineData("a/..", ".")]
    [InlineData("./", ".")]
    [InlineData("/.", "/")]
    [InlineData("/a/../", "/")]
    [InlineData(" a / b ", " a / b ")]
    [InlineData("-rf", "-rf")]
    [InlineData("~root/\\x/\"q\"", "~root/\\x/\"q\"")]
    [InlineData("...", "...")]
    [InlineData("C:/somedir", "C:/somedir")]
    [InlineData("／etc", "／etc")]
    public void A_path_is_normalised_and_names_stay_untouched(string text, string expected) =>
        Assert.Equal(expected, FtpPath.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("/..")]
    [InlineData("/a/../../b")]
    [InlineData("a\rb")]
    [InlineData("a\nDELE b")]
    [InlineData("a\0")]
    [InlineData("a\x1b[2J")]
    [InlineData("a\x7f")]
    public void What_is_no_path_is_refused_with_words(string text)
    {
        Assert.False(FtpPath.TryParse(text, out _));
        var refused = Assert.Throws<FormatException>(() => FtpPath.Parse(text));

        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_name()
    {
        Assert.False(FtpPath.TryParse("a\ud800", out _));
        Assert.False(FtpPath.TryParse("\udc00a", out _));
        Assert.True(FtpPath.IsName("\ud83d\ude00"));
    }

    [Fact]
    public void Nothing_is_no_path() => Assert.False(FtpPath.TryParse(null, out _));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData("a\n")]
    public void Append_takes_exactly_one_name(string name)
    {
        Assert.False(FtpPath.IsName(name));
        Assert.Throws<FormatException>(() => FtpPath.Root.Append(name));
    }

    [Fact]
    public void A_path_knows_its_name_parent_and_segments()
    {
        var path = FtpPath.Parse("/a/b/c");

        Assert.Equal("c", path.Name);
        Assert.Equal(["a", "b", "c"], path.Segments);
        Assert.Equal("/a/b", path.Parent!.ToString());
        Assert.Same(FtpPath.Root, FtpPath.Parse("/a").Parent);
        Assert.Same(FtpPath.Home, FtpPath.Parse("a").Parent);
        Assert.Null(FtpPath.Root.Parent);
        Assert.Null(FtpPath.Home.Parent);
        Assert.Equal("", FtpPath.Home.Name);
        Assert.True(FtpPath.Home.IsTop);
        Assert.False(path.IsTop);
    }

    [Fact]
    public void Combine_goes_below_or_replaces()
    {
        var directory = FtpPath.Parse("/a");

        Assert.Equal("/a/b/c", directory.Combine(FtpPath.Parse("b/c")).ToString());
        Assert.Equal("/x", directory.Combine(FtpPath.Parse("/x")).ToString());
        Assert.Equal(directory, directory.Combine(FtpPath.Home));
    }

    [Fact]
    public void Within_is_decided_by_segments_not_by_text()
    {
        var root = FtpPath.Parse("/root");

        Assert.True(root.IsWithin(root));
        Assert.True(FtpPath.Parse("/root/a").IsWithin(root));
        Assert.False(FtpPath.Parse("/root_secret").IsWithin(root));
        Assert.False(FtpPath.Parse("root/a").IsWithin(root));
        Assert.False(FtpPath.Root.IsWithin(root));
        Assert.True(root.IsWithin(FtpPath.Root));
    }

    [Fact]
    public void Paths_sort_by_segment_and_compare_ordinal()
    {
        FtpPath[] sorted = [FtpPath.Home, FtpPath.Parse("a"), FtpPath.Root, FtpPath.Parse("/a"), FtpPath.Parse("/a/b"), FtpPath.Parse("/a b")];

        Assert.Equal(sorted, sorted.Reverse().Order());
        Assert.NotEqual(FtpPath.Parse("Foo"), FtpPath.Parse("foo"));
        Assert.True(FtpPath.Parse("/a//b") == FtpPath.Parse("/a/b"));
        Assert.Equal(FtpPath.Parse("/a//b").GetHashCode(), FtpPath.Parse("/a/b").GetHashCode());
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_path() =>
        Generators.Path.Sample(static path => FtpPath.Parse(path.ToString()) == path);

    [Fact]
    public void Any_text_is_a_valid_path_or_a_format_error() => Generators.Text.Sample(static text =>
    {
        if (!FtpPath.TryParse(text, out var path))
        {
            Assert.Throws<FormatException>(() => FtpPath.Parse(text));
            return;
        }

        Assert.All(path.Segments, static name => Assert.True(FtpPath.IsName(name)));
        Assert.Equal(path, FtpPath.Parse(path.ToString()));
    });

    [Fact]
    public void A_path_is_equal_to_itself_and_never_to_nothing()
    {
        var (path, same, none) = (FtpPath.Parse("a"), FtpPath.Parse("a"), (FtpPath?)null);

        Assert.True(path == same && path != none && none != path && none == null);
        Assert.False(path != same || path == none || none == path);
        Assert.Equal((1, 1, -1), (path.CompareTo(null), FtpPath.Root.CompareTo(path), path.CompareTo(FtpPath.Root)));
    }

    [Fact]
    public void What_changes_nothing_makes_nothing_new()
    {
        var path = FtpPath.Parse("/a");

        Assert.Same(path, path.Combine(FtpPath.Home));
        Assert.Same(FtpPath.Root, FtpPath.Parse("/x/.."));
        Assert.Same(FtpPath.Home, FtpPath.Parse("x/.."));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(".", "\"..\"")]
    [InlineData("a/b", "'/'")]
    [InlineData("a\u0001", "U+0001")]
    public void Why_a_name_is_none_is_said(string name, string word) =>
        Assert.Contains(word, Assert.Throws<FormatException>(() => FtpPath.Root.Append(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("\r")]
    public void Every_refusal_of_a_name_is_a_sentence(string name) => AssertSentence(() => FtpPath.Root.Append(name));

    [Fact]
    public void Half_of_a_character_is_refused_with_a_sentence() => AssertSentence(static () => FtpPath.Root.Append("a\ud800"));

    private static void AssertSentence(Func<object> refused) =>
        Assert.EndsWith(".", Assert.Throws<FormatException>(refused).Message.TrimEnd(), StringComparison.Ordinal);
}
