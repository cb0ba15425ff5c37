using System.Text;
using System.Text.Json;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests;

[Trait("Threat", "T33")]
public sealed class SecretMaskTests
{
    private const string Secret = "S3cr3t-Ünï%40";

    public static TheoryData<string, string> Forms
    {
        get
        {
            TheoryData<string, string> forms = new()
            {
                { "raw", Secret },
                { "upper case", Secret.ToUpperInvariant() },
                { "lower case", Secret.ToLowerInvariant() },
                { "percent", Uri.EscapeDataString(Secret) },
                { "percent, the sign alone left", "S3cr3t-%C3%9Cn%C3%AF%40" },
                { "percent, each byte", string.Concat(Encoding.UTF8.GetBytes(Secret).Select(value => $"%{value:x2}")) },
                { "percent of Latin-1", string.Concat(Encoding.Latin1.GetBytes(Secret).Select(value => $"%{value:X2}")) },
                { "percent twice", Uri.EscapeDataString(Uri.EscapeDataString(Secret)) },
                { "JSON", JsonSerializer.Serialize(Secret) },
                { "JSON of upper case", JsonSerializer.Serialize(Secret.ToUpperInvariant()) },
                { "JSON of Latin-1 bytes", JsonSerializer.Serialize(TerminalText.Escape(FtpTextEncoding.Utf8.GetString(Encoding.Latin1.GetBytes(Secret)))) },
                { "JSON of bytes that no encoding reads", JsonSerializer.Serialize(FtpTextEncoding.Utf8.GetString(Encoding.Latin1.GetBytes(Secret))) },
                { "HTML", "S3cr3t-&#220;n&#xef;%40" },
                { "backslashes", string.Concat(Encoding.UTF8.GetBytes(Secret).Select(value => $"\\x{value:x2}")) },
            };
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Latin1, Encoding.Unicode, Encoding.BigEndianUnicode })
            {
                var bytes = encoding.GetBytes(Secret);
                var name = encoding.WebName;
                forms.Add($"{name}", FtpTextEncoding.Utf8.GetString(bytes));
                forms.Add($"{name}, for a terminal", TerminalText.Escape(FtpTextEncoding.Utf8.GetString(bytes)));
                forms.Add($"{name}, hexadecimal", Convert.ToHexString(bytes));
                forms.Add($"{name}, small hexadecimal", Convert.ToHexStringLower(bytes));
                forms.Add($"{name}, hexadecimal after an odd digit", "f" + Convert.ToHexStringLower(bytes));
                forms.Add($"{name}, hexadecimal with colons", string.Join(':', bytes.Select(value => value.ToString("x2"))));
                for (var shift = 0; shift < 3; shift++)
                {
                    var coded = Convert.ToBase64String([.. "anna:"u8[..shift], .. bytes, .. "!"u8[..(shift % 2)]]);
                    forms.Add($"{name}, base64 {shift}", coded);
                    forms.Add($"{name}, base64url {shift}", coded.Replace('+', '-').Replace('/', '_').TrimEnd('='));
                    forms.Add($"{name}, base64 {shift}, in a URL", Uri.EscapeDataString(coded));
                }
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Secret_is_hidden_in_every_form(string form, string text)
    {
        var mask = Of(Secret);

        Assert.Equal($"530 {form}: «***».", Trimmed(mask.Hide($"530 {form}: «{text}».")));

        // What is left of a base64 group is the padding and what stood beside the secret; of an escape only quotes.
        static string Trimmed(string shown) => System.Text.RegularExpressions.Regex.Replace(shown, "«[^«]{0,8}[*]{3}[^»]{0,8}»", "«***»");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Secret_that_is_broken_over_lines_is_hidden(string form, string text)
    {
        var mask = Of(Secret);
        for (var cut = 1; cut < text.Length; cut++)
        {
            string[] lines = ["You said", text[..cut], "  " + text[cut..], "which is wrong."];

            var shown = mask.Hide(lines);

            Assert.Equal(4, shown.Count);
            Assert.Equal("You said", shown[0]);
            Assert.True(shown[1].Length + shown[2].Length < 24, $"{form} at {cut}: {shown[1]} {shown[2]}");
        }
    }

    [Theory]
    [InlineData("530 Login incorrect.")]
    [InlineData("S3cr3t is a word with three in it")]
    [InlineData("/home/anna/S3cr3t-Un")]
    [InlineData("100% of %41 and \\u00 &amp &#; a+b=c %%% \\")]
    [InlineData("")]
    public void Other_text_is_the_same_object(string text) => Assert.Same(text, Of(Secret).Hide(text));

    [Fact]
    public void Short_secrets_are_left_alone_where_they_may_be_words()
    {
        var mask = Of("abc", "demo", "password1");

        Assert.Equal("abc *** ***", mask.Hide("abc demo password1"));
        Assert.Equal("abc demo ***", mask.Hide("abc demo password1", SecretMask.ShortestInNames));
    }

    [Fact]
    public void Digits_within_a_longer_number_are_no_secret()
    {
        var mask = Of("20261122");

        Assert.Equal("213 20261122120000", mask.Hide("213 20261122120000"));
        Assert.Equal("530 *** is wrong", mask.Hide("530 20261122 is wrong"));
    }

    [Fact]
    public void All_secrets_of_a_text_are_hidden()
    {
        var mask = Of("first secret", "second secret");

        Assert.Equal("*** and *** and ***", mask.Hide("first secret and SECOND SECRET and first+secret"));
    }

    [Fact]
    public void Whatever_the_secret_and_the_text_around_it_are_it_is_hidden() => Gen.Select(
        Gen.String[Gen.Char['!', '~'], SecretMask.ShortestInNames, 40].Where(static text => !text.All(char.IsAsciiDigit)),
        Gen.String[Gen.Char[' ', '~'], 0, 20],
        Gen.String[Gen.Char[' ', '~'], 0, 20]).Sample(static (secret, before, after) =>
    {
        var mask = new SecretMask();
        mask.Add(secret);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret + after));

        Assert.DoesNotContain(secret, mask.Hide(before + secret + after), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(SecretMask.Mask, mask.Hide(base64), StringComparison.Ordinal);
        Assert.Contains(SecretMask.Mask, mask.Hide(Uri.EscapeDataString(secret)), StringComparison.Ordinal);
    });

    [Fact]
    public void Any_text_is_taken() => Gen.Select(Generators.Text, Generators.Text).Sample(static (secret, text) =>
    {
        var mask = new SecretMask();
        mask.Add(secret);
        Assert.NotNull(mask.Hide(text));
        Assert.Equal(2, mask.Hide([text, text]).Count);
    });

    private static SecretMask Of(params string[] secrets)
    {
        var mask = new SecretMask();
        foreach (var secret in secrets) mask.Add(secret);
        return mask;
    }
}
