using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class PwdFormatTests
{
    [Fact]
    public void Reading_what_was_written_gives_the_same_path() => Generators.Path.Sample(static path =>
        PwdFormat.TryParse($"{PwdFormat.Format(path)} is the current directory", out var again) && again == path);

    [Theory]
    [InlineData("\"Only one")]
    [InlineData("no quotes")]
    [InlineData("\"\"")]
    [InlineData("\"/a\rSTOR x\"")]
    [InlineData("\"/..\"")]
    public void What_quotes_no_path_is_refused(string text) => Assert.False(PwdFormat.TryParse(text, out _));

    [Fact]
    public void No_text_makes_the_parser_throw() => Generators.Text.Sample(static text =>
        PwdFormat.TryParse(text, out var path) ? FtpPath.TryParse(path.ToString(), out _) : path is null);
}
