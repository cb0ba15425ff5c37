using System.Buffers;
using System.Text;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class CommandReaderTests
{
    [Theory]
    [InlineData("noop\r\n", "NOOP", null)]
    [InlineData("RETR a b \r\n", "RETR", "a b ")]
    [InlineData("RETR  a\r\n", "RETR", " a")]
    [InlineData("PASS \r\n", "PASS", "")]
    [InlineData("QUIT\n", "QUIT", null)]
    [InlineData("CWD 日本\r\n", "CWD", "日本")]
    public void A_line_is_a_command(string text, string verb, string? argument)
    {
        var (status, command) = Assert.Single(Read(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(CommandReadStatus.Command, status);
        Assert.Equal((verb, argument), (command!.Verb, command.Argument));
    }

    [Fact]
    public void An_abort_is_found_behind_its_telnet_signals()
    {
        byte[][] forms =
        [
            [0xFF, 0xF4, 0xFF, 0xF2, .. "ABOR\r\n"u8],
            [0xFF, 0xF4, 0xF2, .. "ABOR\r\n"u8],
            [0xF2, .. "ABOR\r\n"u8],
            [0xFF, .. "ABOR\r\n"u8],
        ];

        Assert.All(forms, static form => Assert.Equal("ABOR", Assert.Single(Read(form)).Command!.Verb));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData(" NOOP\r\n")]
    [InlineData("RE TR\0x\r\n")]
    [InlineData("RETR a\rSTOR b\r\n")]
    [InlineData("RETR a\tb\r\n")]
    [InlineData("Host: example\r\n")]
    [InlineData("ABCDEFGHIJKLMNOPQ x\r\n")]
    public void What_is_no_command_is_malformed(string text) =>
        Assert.Equal(CommandReadStatus.Malformed, Assert.Single(Read(Encoding.UTF8.GetBytes(text))).Status);

    [Fact]
    public void Bad_utf8_is_malformed() =>
        Assert.Equal(CommandReadStatus.Malformed, Assert.Single(Read([.. "CWD "u8, 0xC0, 0xAF, .. "\r\n"u8])).Status);

    [Fact]
    public void A_line_over_the_limit_is_thrown_away_to_its_end_and_the_next_is_read()
    {
        var text = Encoding.UTF8.GetBytes($"STOR {new string('x', 200)}\r\nNOOP\r\n");

        foreach (var chunk in new[] { 1, 7, 1000 })
        {
            var results = Read(text, limit: 64, chunk);
            Assert.Equal([CommandReadStatus.TooLong, CommandReadStatus.Command], results.Select(static result => result.Status));
            Assert.Equal("NOOP", results[1].Command!.Verb);
        }
    }

    [Fact]
    public void A_line_of_exactly_the_limit_is_a_command()
    {
        Assert.Equal(CommandReadStatus.Command, Read("STOR 56789\r\n"u8.ToArray(), limit: 10)[0].Status);
        Assert.Equal(CommandReadStatus.TooLong, Read("STOR 567890\r\n"u8.ToArray(), limit: 10)[0].Status);
        Assert.Equal(CommandReadStatus.TooLong, Read("STOR 567890\n"u8.ToArray(), limit: 10)[0].Status);
    }

    [Fact]
    public void An_endless_line_keeps_nothing_in_memory()
    {
        var reader = new CommandReader(64);
        for (var i = 0; i < 1000; i++)
        {
            var buffer = new ReadOnlySequence<byte>(new byte[100]);
            Assert.Equal(CommandReadStatus.NeedMore, reader.TryRead(ref buffer, out _));
            Assert.True(buffer.IsEmpty);
        }
    }

    [Fact]
    public void What_a_client_writes_a_server_reads()
    {
        var arguments = Generators.Text.Where(static text => !text.Any(static c => c is < ' ' or '\x7f' || char.IsSurrogate(c)));

        arguments.Sample(static argument =>
        {
            var output = new ArrayBufferWriter<byte>();
            new FtpCommand("STOR", argument).WriteTo(output, Encoding.UTF8);
            var (status, command) = Assert.Single(Read(output.WrittenSpan.ToArray()));

            Assert.Equal((CommandReadStatus.Command, argument), (status, command!.Argument));
        });
    }

    [Fact]
    public void Any_bytes_give_the_same_however_they_are_cut() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Generators.Any<byte>((byte)'A', (byte)' ', (byte)'\r', (byte)'\n', 0xFF, 0xF4, 0).Array[0, 60])
            .Sample(static bytes => Assert.Equal(
                Read(bytes, 16).Select(static result => $"{result.Status} {result.Command}"),
                Read(bytes, 16, 1).Select(static result => $"{result.Status} {result.Command}")));

    private static List<(CommandReadStatus Status, FtpCommand? Command)> Read(byte[] bytes, int limit = 4096, int chunk = int.MaxValue)
    {
        var reader = new CommandReader(limit);
        var results = new List<(CommandReadStatus, FtpCommand?)>();
        byte[] pending = [];
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(chunk, bytes.Length - at);
            pending = [.. pending, .. bytes.AsSpan(at, count)];
            at += count;
            var buffer = new ReadOnlySequence<byte>(pending);
            for (var status = reader.TryRead(ref buffer, out var command);
                status != CommandReadStatus.NeedMore;
                status = reader.TryRead(ref buffer, out command))
            {
                results.Add((status, command));
            }

            pending = buffer.ToArray();
        }

        return results;
    }

    [Fact]
    public void A_line_has_room_for_one_byte_at_least() => Assert.Throws<ArgumentOutOfRangeException>(() => new CommandReader(0));

    [Fact]
    public void A_line_of_the_limit_whose_line_feed_is_missing_is_waited_for()
    {
        var reader = new CommandReader(10);
        var buffer = new ReadOnlySequence<byte>("STOR 56789\r"u8.ToArray());

        Assert.Equal(CommandReadStatus.NeedMore, reader.TryRead(ref buffer, out _));
        Assert.Equal(11, buffer.Length);
        buffer = new ReadOnlySequence<byte>("STOR 56789\r\n"u8.ToArray());
        Assert.Equal(CommandReadStatus.Command, reader.TryRead(ref buffer, out _));
    }

    [Fact]
    public void Telnet_marks_before_a_verb_are_read_over() =>
        Assert.Equal("ABOR", Assert.Single(Read([0xF0, 0xF2, .. "ABOR\r\n"u8])).Command!.Verb);

    [Fact]
    public void A_password_does_not_stay_in_a_buffer_that_others_rent()
    {
        byte[] line = [.. "PASS S3cr3t-and-long-enough\r\n"u8];
        Assert.Single(Read(line));

        var rented = ArrayPool<byte>.Shared.Rent(line.Length);

        Assert.Equal(-1, rented.AsSpan().IndexOf("S3cr3t"u8));
        ArrayPool<byte>.Shared.Return(rented);
    }
}
