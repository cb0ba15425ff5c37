using CsCheck;

namespace Sealift.Core.Tests;

[Trait("Threat", "T34")]
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("日本 naïve 😀", "日本 naïve 😀")]
    [InlineData("\x1b]0;pwn\x07", "\\x1b]0;pwn\\x07")]
    [InlineData("a\r\n\tb", "a\\x0d\\x0a\\x09b")]
    [InlineData("\u009b2J\u0085", "\\x9b2J\\x85")]
    [InlineData("x\u202etxt.exe", "x\\u202etxt.exe")]
    [InlineData("a\u200b\ufeff\u2028", "a\\u200b\\ufeff\\u2028")]
    [InlineData("\U000e0001", "\\U000e0001")]
    [InlineData("caf\uefe9 \uef80\uefff", "caf\\xe9 \\x80\\xff")]
    [InlineData("C:\\x", "C:\\x")]
    public void What_a_terminal_would_act_on_is_shown_instead(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Escape(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_shown() => Assert.Equal("\\ud800x", TerminalText.Escape("\ud800x"));

    [Fact]
    public void Clean_text_is_the_same_object()
    {
        var text = new string('a', 3);

        Assert.Same(text, TerminalText.Escape(text));
    }

    [Fact]
    public void Nothing_dangerous_ever_remains() => Generators.Text.Sample(static text =>
        !TerminalText.Escape(text).Any(static c => char.IsControl(c) || c is '\u202e' or '\u2028'));
}
