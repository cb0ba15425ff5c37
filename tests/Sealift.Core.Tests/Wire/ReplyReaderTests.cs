using System.Buffers;
using System.Text;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

[Trait("Threat", "T13")]
public sealed class ReplyReaderTests
{
    [Fact]
    public void A_single_line_is_a_reply()
    {
        var reply = Assert.Single(Read("220 Welcome\r\n"));

        Assert.Equal((220, "Welcome", "220 Welcome"), (reply.Code, reply.Text, reply.ToString()));
        Assert.True(reply.IsCompleted && !reply.IsNegative);
    }

    [Fact]
    public void Only_the_same_code_and_a_space_end_a_reply()
    {
        var reply = Assert.Single(Read("230-One\r\n215 Two\r\n 230 Three\r\n230-Four\r\n300-Five\r\n230 End\r\n"));

        Assert.Equal(["One", "215 Two", " 230 Three", "Four", "300-Five", "End"], reply.Lines);
        Assert.Equal("End", reply.Message);
    }

    [Fact]
    public void A_code_without_text_is_a_reply() => Assert.Equal("", Assert.Single(Read("200\r\n")).Text);

    [Fact]
    public void A_line_feed_alone_ends_a_line() => Assert.Equal(["a", "b"], Assert.Single(Read("211-a\n211 b\n")).Lines);

    [Fact]
    public void Telnet_sequences_disappear_and_doubled_bytes_become_one()
    {
        byte[] bytes = [0xFF, 0xFB, 1, .. "220 "u8, 0xFF, 0xFF, 0xFF, 0xFA, 1, 2, 0xFF, 0xF0, .. "x"u8, 0xFF, 0xF2, .. "\r\n"u8];

        Assert.Equal("\uEFFFx", Assert.Single(Read(bytes)).Text);
    }

    [Fact]
    public void A_line_that_is_not_utf8_keeps_its_bytes() =>
        Assert.Equal(["naïve", "na\uEFEFve"], Assert.Single(Read([.. "200-naïve\r\n200 na"u8, 0xEF, .. "ve\r\n"u8])).Lines);

    [Theory]
    [InlineData("Non-numeric\r\n")]
    [InlineData("777 OK?\r\n")]
    [InlineData("099 x\r\n")]
    [InlineData("600 x\r\n")]
    [InlineData("20 x\r\n")]
    [InlineData("2000 x\r\n")]
    [InlineData("200x\r\n")]
    [InlineData("\r\n")]
    [InlineData("220 a\0b\r\n")]
    [InlineData("220-a\r\nb\0\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    public void What_is_no_reply_ends_the_session(string text) => Assert.Throws<FtpProtocolException>(() => Read(text));

    [Fact]
    public void Limits_hold_for_lines_replies_and_counts()
    {
        var limits = new FtpReplyLimits { MaxLineBytes = 20, MaxReplyBytes = 100, MaxLines = 5 };

        Assert.Single(Read($"200 {new string('x', 16)}\r\n", limits));
        Assert.Throws<FtpProtocolException>(() => Read($"200 {new string('x', 17)}\r\n", limits));
        Assert.Throws<FtpProtocolException>(() => Read($"200 {new string('x', 18)}", limits));
        Assert.Single(Read("200-\na\na\na\n200 \n", limits));
        Assert.Throws<FtpProtocolException>(() => Read("200-\na\na\na\na\n200 \n", limits));
        Assert.Throws<FtpProtocolException>(() => Read("200-\n" + string.Concat(Enumerable.Repeat("230-\n", 10)), limits));
        Assert.Throws<FtpProtocolException>(() => Read($"200-{new string('x', 16)}\n{new string('y', 20)}\n{new string('y', 20)}\n{new string('y', 20)}\n{new string('y', 20)}\n", limits));
    }

    [Fact]
    public void Limits_count_for_each_reply_anew() => Assert.Equal(
        100, Read(string.Concat(Enumerable.Repeat("200 0123456789\r\n", 100)), new FtpReplyLimits { MaxReplyBytes = 20, MaxLines = 1 }).Count);

    [Fact]
    public void What_follows_a_reply_stays_in_the_buffer()
    {
        var buffer = new ReadOnlySequence<byte>("234 go\r\n230 ok\r\n23"u8.ToArray());
        var reader = new ReplyReader();

        Assert.True(reader.TryRead(ref buffer, out var reply));
        Assert.Equal(234, reply.Code);
        Assert.Equal(10, buffer.Length);
        Assert.True(reader.TryRead(ref buffer, out _));
        Assert.False(reader.TryRead(ref buffer, out _));
        Assert.Equal(2, buffer.Length);
        Assert.False(reader.IsMidReply);
    }

    [Fact]
    public void A_reader_knows_when_it_is_in_the_middle_of_a_reply()
    {
        var buffer = new ReadOnlySequence<byte>("211-a\r\n"u8.ToArray());
        var reader = new ReplyReader();

        Assert.False(reader.TryRead(ref buffer, out _));
        Assert.True(reader.IsMidReply);
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void Replies_are_the_same_whole_by_line_and_by_byte()
    {
        var replies =
            from code in Gen.Int[100, 599]
            from lines in Generators.Text.Array[1, 5]
            select new FtpReply(code, [.. lines.Select(static line => new string([.. line.Where(static c => c is not ('\r' or '\n' or '\0') && !char.IsSurrogate(c))]))]);

        replies.Array[1, 4].Sample(static written =>
        {
            var output = new ArrayBufferWriter<byte>();
            foreach (var reply in written)
                reply.WriteTo(output, Encoding.UTF8);
            var bytes = output.WrittenSpan.ToArray();
            var whole = Read(bytes);

            Assert.Equal(written.Select(static reply => (reply.Code, reply.Lines.Count)), whole.Select(static reply => (reply.Code, reply.Lines.Count)));
            Assert.Equal(written.Select(static reply => reply.Lines[0]), whole.Select(static reply => reply.Lines[0]));
            var expected = whole.Select(static reply => reply.ToString());
            Assert.Equal(expected, Read(bytes, chunk: 1).Select(static reply => reply.ToString()));
            Assert.Equal(expected, Read(bytes, chunk: 7).Select(static reply => reply.ToString()));
            Assert.Equal(expected, ReadSegmented(bytes).Select(static reply => reply.ToString()));
        });
    }

    [Fact]
    public void Any_bytes_give_replies_or_a_protocol_error_however_they_are_cut()
    {
        var inputs = Gen.OneOf(
            Gen.Byte.Array[0, 60],
            Generators.Any<byte>((byte)'2', (byte)'0', (byte)' ', (byte)'-', (byte)'\r', (byte)'\n', 0xFF, 0xFA, 0xF0, (byte)'x', 0).Array[0, 60]);

        inputs.Sample(static bytes => Assert.Equal(Outcome(bytes, bytes.Length), Outcome(bytes, 1)));
    }

    private static string Outcome(byte[] bytes, int chunk)
    {
        try
        {
            return string.Join('|', Read(bytes, null, Math.Max(chunk, 1)));
        }
        catch (FtpProtocolException)
        {
            return "dead";
        }
    }

    private static List<FtpReply> Read(string text, FtpReplyLimits? limits = null) => Read(Encoding.UTF8.GetBytes(text), limits);

    private static List<FtpReply> Read(byte[] bytes, FtpReplyLimits? limits = null, int chunk = int.MaxValue)
    {
        var reader = new ReplyReader(limits);
        var replies = new List<FtpReply>();
        byte[] pending = [];
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(chunk, bytes.Length - at);
            pending = [.. pending, .. bytes.AsSpan(at, count)];
            at += count;
            var buffer = new ReadOnlySequence<byte>(pending);
            while (reader.TryRead(ref buffer, out var reply))
                replies.Add(reply);
            pending = buffer.ToArray();
        }

        return replies;
    }

    private static List<FtpReply> ReadSegmented(byte[] bytes)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, null);
        var last = bytes.Aggregate(first, static (segment, value) => new Segment(new[] { value }, segment));
        var buffer = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        var reader = new ReplyReader();
        var replies = new List<FtpReply>();
        while (reader.TryRead(ref buffer, out var reply))
            replies.Add(reply);
        return replies;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }

    [Theory]
    [InlineData("200 12345678901234567\r\n")] // a line of 21
    [InlineData("200 12345678901234567\n")]
    [InlineData("200 123456789012345678\n")]
    [InlineData("200 123456789012345678")] // 22, and no end yet
    [InlineData("200-\n1234567890123456\n1234567890123456\n1234567890123456\n1234567890123456\n123456789012345678901\n")]
    [InlineData("200-a\r\n1234567890123456789\n1234567890123456789\n1234567890123456789\n1234567890123456789\n1234567890123\n")] // 101 in all
    [InlineData("200-\na\na\na\na\n")]
    public void What_is_over_a_limit_is_told_as_too_long(string text)
    {
        var limits = new FtpReplyLimits { MaxLineBytes = 20, MaxReplyBytes = 100, MaxLines = 5 };
        var error = Assert.Throws<FtpProtocolException>(() => Read(text, limits));

        Assert.Equal(FtpProtocolFailure.TooLong, error.Failure);
        Assert.Matches("20|100|5", error.Message);
    }

    [Theory]
    [InlineData("200 1234567890123456\r\n")] // a line of 20
    [InlineData("200-a\n1234567890123456789\n1234567890123456789\n1234567890123456789\n1234567890123\n200 123456789012345\n")] // 100 in all
    public void What_is_just_within_a_limit_is_a_reply(string text) =>
        Assert.Single(Read(text, new FtpReplyLimits { MaxLineBytes = 20, MaxReplyBytes = 100, MaxLines = 6 }));

    [Fact]
    public void A_line_whose_end_is_not_here_yet_may_be_one_byte_over_the_limit()
    {
        var reader = new ReplyReader(new FtpReplyLimits { MaxLineBytes = 20 });
        var buffer = new ReadOnlySequence<byte>("200 1234567890123456\r"u8.ToArray());

        Assert.False(reader.TryRead(ref buffer, out _));
    }

    [Theory]
    [InlineData("100 a\r\n", 100)]
    [InlineData("599 a\r\n", 599)]
    public void The_first_and_the_last_code_are_codes(string text, int code) => Assert.Equal(code, Assert.Single(Read(text)).Code);

    [Fact]
    public void A_reply_is_read_in_the_encoding_of_the_session()
    {
        var buffer = new ReadOnlySequence<byte>([.. "200-"u8, 0xE9, .. "\r\n200-\r\n200-x\r\n200 "u8, 0xE9, .. "\r\n"u8]);

        Assert.True(new ReplyReader(null, FtpTextEncoding.Find("latin1")).TryRead(ref buffer, out var reply));
        Assert.Equal(["é", "", "x", "é"], reply.Lines);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0xFF, 0xF0, (byte)'b' }, "ab")] // SE alone
    [InlineData(new byte[] { (byte)'a', 0xFF, 0xEF, (byte)'b' }, "a\uEFFF\uEFEFb")] // no command
    [InlineData(new byte[] { (byte)'a', 0xFF, 0xFA, 1, 2, (byte)'b' }, "a")] // SB without its end
    [InlineData(new byte[] { (byte)'a', 0xFF, 0xFA, 0xFF, 0xF0, (byte)'b' }, "ab")]
    [InlineData(new byte[] { (byte)'a', 0xFF, 0xFB, 1, (byte)'b' }, "ab")]
    [InlineData(new byte[] { (byte)'a', 0xFF }, "a\uEFFF")]
    public void Telnet_commands_end_where_they_end(byte[] line, string expected) =>
        Assert.Equal(expected, Assert.Single(Read([.. "200 "u8, .. line, .. "\r\n"u8])).Text);

    [Fact]
    public void Many_short_lines_are_too_long_together()
    {
        var limits = new FtpReplyLimits { MaxLineBytes = 20, MaxReplyBytes = 100, MaxLines = 1000 };
        var nearly = "200-a\n" + string.Concat(Enumerable.Repeat("1234\n", 17));

        Assert.Single(Read($"{nearly}200 1234\n", limits)); // 100 in all
        Assert.Equal(FtpProtocolFailure.TooLong, Assert.Throws<FtpProtocolException>(() => Read($"{nearly}200 12345\n", limits)).Failure);
        Assert.Equal(FtpProtocolFailure.TooLong, Assert.Throws<FtpProtocolException>(() => Read("200-a\n" + new string('\n', 95), limits)).Failure);
    }

    [Theory]
    [InlineData("211-a\r\n211\r\n", new[] { "a", "" })]
    [InlineData("211-a\r\n211-\r\n211 \r\n", new[] { "a", "", "" })]
    public void A_line_of_the_code_alone_ends_a_reply_too(string text, string[] lines) => Assert.Equal(lines, Assert.Single(Read(text)).Lines);
}
