using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class UniqueNameFormatTests
{
    [Theory]
    [InlineData("FILE: report.1", "Transfer complete", "report.1")]
    [InlineData("file:  a b ", "Transfer complete", "a b")]
    [InlineData("Opening connection for \"x\"", "FILE: y", "y")]
    [InlineData("Opening", "Stored as \"a \"\"b\"\".1\"", "a \"b\".1")]
    [InlineData("Opening", "Transfer complete (unique file name:x.1).", "x.1")]
    [InlineData("Opening", "Done: x", "x")]
    [InlineData("FILE: ", "Done: x", "x")]
    [InlineData("Opening", "FILE: a b", "a b")]
    [InlineData("Opening", "Stored: \"a.1\"", "a.1")]
    [InlineData("Opening", "\"a.1\" is its name", "a.1")]
    public void The_name_that_a_server_gave_is_found(string announcement, string final, string expected)
    {
        Assert.True(UniqueNameFormat.TryParse(new FtpReply(150, announcement), new FtpReply(226, final), out var name));
        Assert.Equal(expected, name);
    }

    [Fact]
    public void A_server_may_say_it_in_the_final_reply_alone()
    {
        Assert.True(UniqueNameFormat.TryParse(null, new FtpReply(250, "first", "FILE: x"), out var name));
        Assert.Equal("x", name);
    }

    [Theory]
    [InlineData("Transfer complete")]
    [InlineData("Transfer complete.")]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("Closing: all went well")]
    [InlineData(":")]
    [InlineData("Closing: .")]
    public void A_reply_that_names_nothing_gives_no_name(string final)
    {
        Assert.False(UniqueNameFormat.TryParse(new FtpReply(150, "Opening"), new FtpReply(226, final), out var name));
        Assert.Null(name);
    }

    [Fact]
    public void Any_name_behind_the_label_is_found() => Generators.Name.Where(static name => name.Trim().Length > 0).Sample(static name =>
        UniqueNameFormat.TryParse(new FtpReply(150, $"FILE: {name}"), new FtpReply(226, "Done"), out var read) && read == name.Trim());

    [Fact]
    public void No_text_makes_the_parser_throw() => Gen.Select(Generators.Text, Generators.Text).Sample(static (one, other) =>
        UniqueNameFormat.TryParse(FtpReply.Received(150, [one]), FtpReply.Received(226, [other]), out var name) ? name.Length > 0 : name is null);
}
