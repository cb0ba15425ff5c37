using System.Buffers;
using System.Text;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

[Trait("Threat", "T11")]
public sealed class FtpCommandTests
{
    [Theory]
    [InlineData("noop", null, "NOOP\r\n")]
    [InlineData("RETR", "a b ", "RETR a b \r\n")]
    [InlineData("PASS", "", "PASS \r\n")]
    [InlineData("CWD", "日本", "CWD 日本\r\n")]
    public void A_command_is_one_line(string verb, string? argument, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Write(new FtpCommand(verb, argument), Encoding.UTF8)));

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\r\nDELE x")]
    [InlineData("\0")]
    [InlineData("\x1b")]
    [InlineData("\x7f")]
    public void An_argument_that_could_be_more_than_an_argument_is_refused(string argument) =>
        Assert.Throws<ArgumentException>(() => new FtpCommand("STOR", argument));

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.Throws<ArgumentException>(() => new FtpCommand("STOR", "a\ud800"));

    [Theory]
    [InlineData("")]
    [InlineData("A B")]
    [InlineData("NOOP\r\n")]
    [InlineData("ÄBC")]
    [InlineData("ABCDEFGHIJKLMNOPQ")]
    public void A_verb_is_letters_and_digits_only(string verb) => Assert.Throws<ArgumentException>(() => new FtpCommand(verb));

    [Fact]
    public void An_encoder_that_cuts_characters_cannot_make_a_second_line()
    {
        // U+010A and U+560D become line feed and carriage return when only their low byte is kept.
        var command = new FtpCommand("RETR", "x\u010ADELE y\u560D");
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentException>(() => command.WriteTo(output, new CuttingEncoding()));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void A_name_the_encoding_cannot_express_is_refused_not_changed()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentException>(() => new FtpCommand("RETR", "日本").WriteTo(output, Encoding.Latin1));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void A_byte_of_all_ones_is_doubled() =>
        Assert.Equal("RETR \xff\xff\r\n"u8.Length - 2, Write(new FtpCommand("RETR", "ÿ"), Encoding.Latin1).Length);

    [Theory]
    [InlineData("ÿ", "ÿ")]
    [InlineData("aÿb", "aÿb")]
    [InlineData("ÿò", "ÿÿò")]
    [InlineData("ÿÿ", "ÿÿÿ")]
    public void A_byte_of_all_ones_is_doubled_where_telnet_would_read_a_command(string text, string expected)
    {
        var needed = new ArrayBufferWriter<byte>();
        var never = new ArrayBufferWriter<byte>();

        new FtpCommand("RETR", text).WriteTo(needed, Encoding.Latin1, TelnetDoubling.WhereNeeded);
        new FtpCommand("RETR", text).WriteTo(never, Encoding.Latin1, TelnetDoubling.Never);

        Assert.Equal($"RETR {expected}\r\n", Encoding.Latin1.GetString(needed.WrittenSpan));
        Assert.Equal($"RETR {text}\r\n", Encoding.Latin1.GetString(never.WrittenSpan));
        Assert.Equal(expected.Length - text.Length, TelnetRest(needed));
    }

    [Theory]
    [InlineData("PASS", "S3cr3t", "PASS ***")]
    [InlineData("ACCT", "S3cr3t", "ACCT ***")]
    [InlineData("ADAT", "S3cr3t", "ADAT ***")]
    [InlineData("SITE", "pswd old S3cr3t", "SITE PSWD ***")]
    [InlineData("SITE", " PSWD S3cr3t", "SITE PSWD ***")]
    public void A_secret_is_never_shown(string verb, string argument, string expected)
    {
        var command = new FtpCommand(verb, argument);

        Assert.True(command.IsSecret);
        Assert.Equal(expected, command.ToString());
        Assert.Contains("S3cr3t", Encoding.UTF8.GetString(Write(command, Encoding.UTF8)), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_commands_are_shown_whole()
    {
        Assert.False(new FtpCommand("SITE", "CHMOD 644 pswd").IsSecret);
        Assert.Equal("SITE CHMOD 644 pswd", new FtpCommand("SITE", "CHMOD 644 pswd").ToString());
        Assert.Equal("USER PASS", new FtpCommand("USER", "PASS").ToString());
    }

    [Theory]
    [InlineData("LIST", "-x", "LIST ./-x")]
    [InlineData("NLST", "-x/y", "NLST ./-x/y")]
    [InlineData("LIST", "/-x", "LIST /-x")]
    [InlineData("RETR", "-x", "RETR -x")]
    [InlineData("LIST", ".", "LIST .")]
    public void A_path_never_looks_like_an_option_where_servers_read_options(string verb, string path, string expected) =>
        Assert.Equal(expected, new FtpCommand(verb, FtpPath.Parse(path)).ToString());

    [Fact]
    public void No_text_makes_more_than_one_line()
    {
        Gen<Encoding> encodings = Generators.Any(Encoding.UTF8, Encoding.Latin1, Encoding.ASCII, new CuttingEncoding());
        Gen.Select(Gen.OneOf(Generators.Any("STOR", "SITE", "X"), Generators.Text), Generators.Text, encodings)
            .Sample(static (verb, argument, encoding) =>
            {
                var output = new ArrayBufferWriter<byte>();
                try
                {
                    new FtpCommand(verb, argument).WriteTo(output, encoding);
                }
                catch (ArgumentException)
                {
                    Assert.Equal(0, output.WrittenCount);
                    return;
                }

                var line = output.WrittenSpan;
                Assert.True(line.EndsWith("\r\n"u8));
                Assert.False(line[..^2].ContainsAnyInRange((byte)0, (byte)0x1F));
            });
    }

    private static int TelnetRest(ArrayBufferWriter<byte> written)
    {
        var line = written.WrittenSpan.ToArray();
        return line.Length - TelnetText.Strip(line);
    }

    private static byte[] Write(FtpCommand command, Encoding encoding)
    {
        var output = new ArrayBufferWriter<byte>();
        command.WriteTo(output, encoding);
        return output.WrittenSpan.ToArray();
    }

    [Theory]
    [InlineData("NOOP", null)]
    [InlineData("PASS", "")]
    [InlineData("RETR", "ÿÿ")]
    [InlineData("RETR", "file")]
    public void A_command_asks_for_as_much_room_as_it_takes_and_fits_there(string verb, string? argument)
    {
        var output = new TightWriter();

        new FtpCommand(verb, argument).WriteTo(output, Encoding.Latin1);

        Assert.Equal(output.Asked, output.Written);
    }

    [Fact]
    public void A_byte_of_all_ones_is_doubled_before_the_first_telnet_command_already()
    {
        var output = new ArrayBufferWriter<byte>();

        new FtpCommand("RETR", "ÿðÿï").WriteTo(output, Encoding.Latin1, TelnetDoubling.WhereNeeded);

        Assert.Equal("RETR ÿÿðÿï\r\n", Encoding.Latin1.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("PASSWD a b", "SITE PASSWD ***")]
    [InlineData("password", "SITE PASSWORD ***")]
    [InlineData("PASS x", "SITE PASS ***")]
    [InlineData("chpass x", "SITE CHPASS ***")]
    public void Every_word_for_a_password_hides_what_follows(string argument, string shown) =>
        Assert.Equal(shown, new FtpCommand("SITE", argument).ToString());

    [Theory]
    [InlineData("STAT", "-x", "STAT ./-x")]
    [InlineData("stat", "-x", "STAT ./-x")]
    public void Stat_reads_options_too(string verb, string path, string expected) =>
        Assert.Equal(expected, new FtpCommand(verb, FtpPath.Parse(path)).ToString());

    [Fact]
    public void A_verb_of_sixteen_letters_is_the_longest() => Assert.Equal("ABCDEFGHIJKLMNOP", new FtpCommand("abcdefghijklmnop").Verb);

    [Fact]
    public void A_name_with_bytes_that_could_not_be_read_goes_back_as_it_came()
    {
        var name = FtpTextEncoding.Utf8.Decode([(byte)'a', 0xE9, (byte)'b']);

        Assert.Equal([.. "RETR a"u8, 0xE9, .. "b\r\n"u8], Write(new FtpCommand("RETR", name), FtpTextEncoding.Utf8));
    }

    private sealed class TightWriter : IBufferWriter<byte>
    {
        public int Asked { get; private set; }

        public int Written { get; private set; }

        public void Advance(int count) => Written += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => new byte[Asked = sizeHint];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }

    [Fact]
    public void An_encoding_of_two_bytes_a_letter_cannot_put_control_bytes_on_the_wire()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentException>(() => new FtpCommand("RETR", "file").WriteTo(output, Encoding.Unicode));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Bytes_that_are_a_letter_together_are_sent_as_they_are() =>
        Assert.Equal("RETR é\r\n"u8.ToArray(), Write(new FtpCommand("RETR", "\uEFC3\uEFA9"), FtpTextEncoding.Utf8));
}
