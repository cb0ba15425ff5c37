using System.Buffers;
using System.Text;
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

    private static string Write(FtpReply reply)
    {
        var output = new ArrayBufferWriter<byte>();
        reply.WriteTo(output, Encoding.UTF8);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
