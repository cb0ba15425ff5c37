using System.Buffers;
using System.Text;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

[Trait("Threat", "T11")]
public sealed class FtpReplyTests
{
    [Fact]
    public void Several_lines_are_written_so_that_none_can_end_the_reply()
    {
        var reply = new FtpReply(211, "Features:", " SIZE", "211 fake", "", "End");

        Assert.Equal("211-Features:\r\n SIZE\r\n 211 fake\r\n\r\n211 End\r\n", Write(reply));
    }

    [Fact]
    public void No_lines_mean_one_empty_line() => Assert.Equal("200 \r\n", Write(new FtpReply(200)));

    [Theory]
    [InlineData("a\r\n226 forged")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    public void A_line_cannot_carry_another(string line) => Assert.Throws<ArgumentException>(() => new FtpReply(550, line));

    [Fact]
    public void A_received_line_with_a_bare_return_is_not_written_on()
    {
        var reply = FtpReply.Received(257, ["\"/a\rSTOR x\""]);

        Assert.Throws<InvalidOperationException>(() => Write(reply));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(600)]
    [InlineData(0)]
    public void A_code_has_its_range(int code) => Assert.Throws<ArgumentOutOfRangeException>(() => new FtpReply(code, "x"));

    [Theory]
    [InlineData(150, true, false, false, false, false)]
    [InlineData(226, false, true, false, false, false)]
    [InlineData(331, false, false, true, false, false)]
    [InlineData(425, false, false, false, true, false)]
    [InlineData(550, false, false, false, false, true)]
    public void The_first_digit_decides(int code, bool one, bool two, bool three, bool four, bool five)
    {
        var reply = new FtpReply(code, "");

        Assert.Equal(
            (one, two, three, four, five, four || five),
            (reply.IsPreliminary, reply.IsCompleted, reply.IsIntermediate, reply.IsTransientNegative, reply.IsPermanentNegative, reply.IsNegative));
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_reply()
    {
        var line = Generators.Text.Select(static text => new string([.. text.Where(static c => c is not ('\r' or '\n' or '\0') && !char.IsSurrogate(c))]));

        Gen.Select(Gen.Int[100, 599], line.Array[1, 6]).Sample(static (code, lines) =>
        {
            var buffer = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(Write(new FtpReply(code, lines))));
            Assert.True(new ReplyReader().TryRead(ref buffer, out var read));

            // RFC 959 section 4.2: an inner line that begins with digits is padded.
            var expected = lines.Select((text, i) => i > 0 && i < lines.Length - 1 && text.Length > 0 && char.IsAsciiDigit(text[0]) ? " " + text : text);
            Assert.Equal(code, read.Code);
            Assert.Equal(expected, read.Lines);
            Assert.True(buffer.IsEmpty);
        });
    }

    private static string Write(FtpReply reply)
    {
        var output = new ArrayBufferWriter<byte>();
        reply.WriteTo(output, Encoding.UTF8);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void A_text_is_all_lines_and_a_refusal_begins_at_400()
    {
        Assert.Equal(("a\nb", "b", "200 a\nb"), (new FtpReply(200, "a", "b").Text, new FtpReply(200, "a", "b").Message, new FtpReply(200, "a", "b").ToString()));
        Assert.Equal("a", new FtpReply(200, "a").Text);
        Assert.True(new FtpReply(400).IsNegative);
        Assert.False(new FtpReply(399).IsNegative);
    }

    [Fact]
    public void A_byte_of_all_ones_is_doubled_in_a_reply()
    {
        var output = new ArrayBufferWriter<byte>();
        new FtpReply(200, "ÿa").WriteTo(output, Encoding.Latin1);

        Assert.Equal("200 ÿÿa\r\n", Encoding.Latin1.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\0")]
    [InlineData("\r")]
    public void A_received_line_that_begins_with_a_break_is_not_written_on(string line) =>
        Assert.Throws<InvalidOperationException>(() => Write(FtpReply.Received(257, [line])));
}
