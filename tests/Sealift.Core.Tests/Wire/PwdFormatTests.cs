using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

[Trait("Threat", "T12")]
public sealed class PwdFormatTests
{
    [Fact]
    public void Reading_what_was_written_gives_the_same_path() => Generators.Path.Sample(static path =>
        PwdFormat.TryParse($"{PwdFormat.Format(path)} is the current directory", out var again) && again == path);

    [Theory]
    [InlineData("257 \"'ANNA.'\" is the working directory name prefix.", "'ANNA.'")]
    [InlineData("257 'ANNA.LIB' is the working directory", "'ANNA.LIB'")]
    [InlineData("257 DKA0:[ANNA.MAIL] is current directory", "DKA0:[ANNA.MAIL]")]
    [InlineData("257 \"DKA0:[ANNA]\" is default directory.", "DKA0:[ANNA]")]
    [InlineData("\"\\SYS.$VOL.SUBVOL\" is the current directory", "\\SYS.$VOL.SUBVOL")]
    public void Paths_of_other_systems_come_back_as_they_were_written(string text, string expected)
    {
        Assert.True(PwdFormat.TryParse(text, out var path));
        Assert.Equal(expected, path.ToString());
    }

    [Fact]
    public void Every_reply_of_the_corpus_is_read()
    {
        foreach (var record in SharedListings.Read("extra/pwd-replies.jsonl"))
        {
            var isPath = PwdFormat.TryParse(SharedListings.Text(record, "input"), out var path);
            Assert.Equal(SharedListings.Text(record, "expected"), isPath ? path!.ToString() : "error");
        }
    }

    [Theory]
    [InlineData("'unclosed")]
    [InlineData("it's nobody's")]
    [InlineData("[no.device]")]
    [InlineData("\"Only one")]
    [InlineData("no quotes")]
    [InlineData("\"\"")]
    [InlineData("\"/a\rSTOR x\"")]
    [InlineData("\"/..\"")]
    public void What_quotes_no_path_is_refused(string text) => Assert.False(PwdFormat.TryParse(text, out _));

    [Fact]
    public void No_text_makes_the_parser_throw() => Generators.Text.Sample(static text =>
        PwdFormat.TryParse(text, out var path) ? FtpPath.TryParse(path.ToString(), out _) : path is null);

    [Theory]
    [InlineData("''")]
    [InlineData(":[x] is current")]
    [InlineData("x' is current")]
    [InlineData("'x is current")]
    [InlineData("'a'b' is current")]
    [InlineData(null)]
    public void What_only_resembles_a_path_without_quotes_is_none(string? text) => Assert.False(PwdFormat.TryParse(text, out _));
}
