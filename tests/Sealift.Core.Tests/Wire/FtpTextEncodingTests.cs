using System.Buffers;
using System.Text;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

/// <summary>Text becomes bytes and back without loss, and never anything that a session would take for more than text.</summary>
[Trait("Threat", "T11")]
[Trait("Threat", "T28")]
public sealed class FtpTextEncodingTests
{
    public static TheoryData<string> Names => ["utf-8", "latin1", "windows-1252", "windows-1251", "koi8-r", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr", "us-ascii", "ibm437"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_bytes_come_back_exactly(string name)
    {
        var encoding = Find(name);

        Gen.OneOf(Gen.Byte.Array[0, 40], Gen.Byte[0xE0, 0xFF].Array[0, 12], Pieces).Sample(bytes =>
        {
            var text = encoding.Decode(bytes);
            Assert.Equal(bytes, encoding.Encode(text));
            Assert.Equal(bytes, encoding.GetBytes(text));
            Assert.Equal(text, encoding.GetString(bytes));
        });
    }

    [Theory]
    [InlineData("utf-8", "naïve 日本 😀")]
    [InlineData("latin1", "naïve ÿ")]
    [InlineData("windows-1252", "€ naïve ÿ")]
    [InlineData("shift_jis", "表示 ソ\\ﾃ")]
    [InlineData("euc-jp", "日本語")]
    [InlineData("koi8-r", "Ъ привет")]
    public void Text_that_the_encoding_has_is_read_as_itself(string name, string text)
    {
        var encoding = Find(name);

        Assert.Equal(text, encoding.Decode(encoding.Encode(text)));
        Assert.DoesNotContain(encoding.Decode(encoding.Encode(text)), c => FtpTextEncoding.IsRaw(c, out _));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_stand_between_letters_that_are()
    {
        var text = FtpTextEncoding.Utf8.Decode([.. "é"u8, 0xE9, .. "日"u8, 0xFF, (byte)'x']);

        Assert.Equal("é\uEFE9日\uEFFFx", text);
    }

    [Fact]
    public void Character_that_stands_for_a_byte_is_three_bytes_when_it_was_sent_as_itself()
    {
        var bytes = Encoding.UTF8.GetBytes("\uEFE9");

        Assert.Equal("\uEFEE\uEFBF\uEFA9", FtpTextEncoding.Utf8.Decode(bytes));
        Assert.Equal("\uEF7F\uF000", FtpTextEncoding.Utf8.Decode(Encoding.UTF8.GetBytes("\uEF7F\uF000")));
    }

    [Theory]
    [InlineData("windows-1252", "\uFF0F")] // best fit would make a slash of it
    [InlineData("shift_jis", "¥")]         // and a backslash of this
    [InlineData("latin1", "日")]
    [InlineData("us-ascii", "é")]
    public void Letter_that_the_encoding_has_not_is_refused_and_nothing_similar_is_sent(string name, string text)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.ThrowsAny<ArgumentException>(() => new FtpCommand("RETR", text).WriteTo(output, Find(name)));
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-7")]
    [InlineData("ibm037")]
    [InlineData("iso-2022-jp")]
    [InlineData("iso-2022-kr")]
    [InlineData("hz-gb-2312")]
    [InlineData("klingon")]
    [InlineData("99999")]
    [InlineData("0")]
    [InlineData("")]
    public void Encoding_that_cannot_carry_commands_is_none(string name) => Assert.Null(FtpTextEncoding.Find(name));

    [Fact]
    public void Utf8_is_one_by_whatever_name()
    {
        Assert.Same(FtpTextEncoding.Utf8, FtpTextEncoding.Find("UTF-8"));
        Assert.Same(FtpTextEncoding.Utf8, FtpTextEncoding.Find("65001"));
        Assert.True(FtpTextEncoding.Utf8.IsUtf8);
        Assert.False(Find("latin1").IsUtf8);
        Assert.Equal("windows-1252", Find("1252").WebName);
    }

    [Fact]
    public void Command_carries_the_raw_bytes_and_doubles_the_one_that_telnet_reads()
    {
        var output = new ArrayBufferWriter<byte>();

        new FtpCommand("RETR", FtpPath.Parse("caf\uEFE9/\uEFFF\uEFFF")).WriteTo(output, FtpTextEncoding.Utf8);

        Assert.Equal([.. "RETR caf"u8, 0xE9, (byte)'/', 0xFF, 0xFF, 0xFF, 0xFF, .. "\r\n"u8], output.WrittenSpan.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_name_of_any_bytes_makes_more_than_one_line(string name)
    {
        var encoding = Find(name);

        Gen.Byte.Array[1, 30].Sample(bytes =>
        {
            if (!FtpPath.TryParse(encoding.Decode(bytes), out var path)) return;
            var output = new ArrayBufferWriter<byte>();
            new FtpCommand("DELE", path).WriteTo(output, encoding);
            Assert.False(output.WrittenSpan[..^2].ContainsAnyInRange((byte)0, (byte)0x1F));
            Assert.True(output.WrittenSpan.EndsWith("\r\n"u8));
        });
    }

    private static Gen<byte[]> Pieces { get; } =
        Generators.Any(
            [0xEE, 0xBE, 0x80], [0xEE, 0xBF, 0xBF], [0xEE, 0xBE], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xEE],
            [0xEE, 0x80, 0x80], [0xFF], [0x83, 0x5C], [0xA1], [0x41], (byte[])[0xC3, 0xA9])
        .Array[0, 6].Select(static pieces => pieces.SelectMany(static piece => piece).ToArray());

    private static FtpTextEncoding Find(string name) => FtpTextEncoding.Find(name) ?? throw new ArgumentException(name, nameof(name));

    [Fact]
    public void Every_way_to_decode_and_encode_gives_the_same()
    {
        byte[] bytes = [(byte)'x', .. "a\u00e9"u8, 0xE9, (byte)'b', .. "\ueeee"u8];
        var text = FtpTextEncoding.Utf8.Decode(bytes);
        var chars = new char[text.Length + 2];
        var output = new byte[bytes.Length + 2];

        Assert.Equal("xa\u00e9\uEFE9b\ueeee", text);
        Assert.Equal(text.Length, FtpTextEncoding.Utf8.GetChars(bytes, 0, bytes.Length, chars, 1));
        Assert.Equal(text, new string(chars, 1, text.Length));
        Assert.Equal(text.Length, FtpTextEncoding.Utf8.GetChars(bytes.AsSpan(), chars));
        Assert.Equal(text.Length, FtpTextEncoding.Utf8.GetCharCount(bytes, 0, bytes.Length));
        Assert.Equal(text[1..], FtpTextEncoding.Utf8.GetString(bytes, 1, bytes.Length - 1));
        Assert.Equal(bytes.Length, FtpTextEncoding.Utf8.GetBytes(text.ToCharArray(), 0, text.Length, output, 1));
        Assert.Equal(bytes, output[1..^1]);
        Assert.Equal(bytes.Length, FtpTextEncoding.Utf8.GetByteCount(text.ToCharArray(), 0, text.Length));
        Assert.True(FtpTextEncoding.Utf8.GetMaxCharCount(bytes.Length) >= bytes.Length);
        Assert.True(FtpTextEncoding.Utf8.GetMaxByteCount(text.Length) >= bytes.Length);
    }

    [Theory]
    [InlineData("iso-2022-jp")]
    [InlineData("iso-2022-kr")]
    [InlineData("hz-gb-2312")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("ibm037")]
    [InlineData("ibm424")] // Hebrew EBCDIC: none of the letters that others are found out by
    [InlineData("ibm880")]
    [InlineData("0")]
    [InlineData("no-such")]
    public void What_cannot_carry_commands_is_not_found(string name) => Assert.Null(FtpTextEncoding.Find(name));

    [Theory]
    [InlineData("shift_jis", new byte[] { 0xED, 0x40 })] // the second place of a letter that is written back to the first
    [InlineData("gb18030", new byte[] { (byte)'a', 0x84, 0x31, 0x84, 0x38 })]
    public void Bytes_that_would_be_written_otherwise_are_kept_as_bytes(string name, byte[] bytes)
    {
        var encoding = Find(name);

        Assert.Equal(bytes, encoding.Encode(encoding.Decode(bytes)));
    }

    [Fact]
    public void Character_of_another_encoding_that_stands_for_a_byte_is_kept_as_its_bytes()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("\uEFE9");
        var encoding = Find("gb18030");

        Assert.Equal(bytes, encoding.Encode(encoding.Decode(bytes)));
    }
}
