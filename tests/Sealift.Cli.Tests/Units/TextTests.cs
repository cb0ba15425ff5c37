using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Core;

namespace Sealift.Cli.Tests.Units;

public sealed class TextTests
{
    [Theory]
    [InlineData(FtpTimePrecision.Year, true, "2026")]
    [InlineData(FtpTimePrecision.Day, true, "2026-05-01")]
    [InlineData(FtpTimePrecision.Minute, true, "2026-05-01T12:30Z")]
    [InlineData(FtpTimePrecision.Minute, false, "2026-05-01T12:30")]
    [InlineData(FtpTimePrecision.Second, true, "2026-05-01T12:30:45Z")]
    [InlineData(FtpTimePrecision.Second, false, "2026-05-01T12:30:45")]
    [InlineData(FtpTimePrecision.Millisecond, true, "2026-05-01T12:30:45.678Z")]
    public void A_time_is_as_precise_as_it_was_stated(FtpTimePrecision precision, bool isUtc, string expected)
    {
        var value = new DateTime(2026, 5, 1, 12, 30, 45, 678, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified);

        Assert.Equal(expected, TimeText.Iso(new FtpTimestamp(value, precision, isUtc)));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(5368709120, "5.0 GiB")]
    [InlineData(long.MaxValue, "8.0 EiB")]
    public void A_size_has_a_unit(long bytes, string expected) => Assert.Equal(expected, SizeText.Of(bytes));

    [Theory]
    [InlineData("ftpes://alice:secret@h/a", "ftpes://alice:***@h/a")]
    [InlineData("\"ftpes://alice:secret@h/a\" is not", "\"ftpes://alice:***@h/a\" is not")]
    [InlineData("ftps://alice:sec/ret@h/a", "ftps://alice:***@h/a")]
    [InlineData("ftps://alice:se@cret@h", "ftps://alice:***@h")]
    [InlineData("http://alice:secret@h and ftps://b:secret@h", "http://alice:***@h")]
    [InlineData("ftpes://alice@h:21/a", "ftpes://alice@h:21/a")]
    [InlineData("no url", "no url")]
    public void A_password_in_a_url_is_hidden(string text, string expected) => Assert.Equal(expected, ArgumentParsing.Mask(text));

    [Theory]
    [InlineData("h", "h", 21, FtpTlsMode.Explicit)]
    [InlineData("h:2121", "h", 2121, FtpTlsMode.Explicit)]
    [InlineData("h:990", "h", 990, FtpTlsMode.Implicit)]
    [InlineData("::1", "::1", 21, FtpTlsMode.Explicit)]
    [InlineData("[::1]", "::1", 21, FtpTlsMode.Explicit)]
    [InlineData("[::1]:2121", "::1", 2121, FtpTlsMode.Explicit)]
    [InlineData("ftps://h", "h", 990, FtpTlsMode.Implicit)]
    [InlineData("ftps://h:2990", "h", 2990, FtpTlsMode.Implicit)]
    public void A_server_is_named_in_many_ways(string text, string host, int port, FtpTlsMode mode) =>
        Assert.Equal(new ServerAddress(host, port, mode), ServerAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":21")]
    [InlineData("h:0")]
    [InlineData("h:65536")]
    [InlineData("h:21x")]
    [InlineData("h h")]
    [InlineData("http://h")]
    public void What_is_no_server_is_a_usage_error(string text) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<CommandException>(() => ServerAddress.Parse(text)).ExitCode);

    [Theory]
    [InlineData("plain\n", "plain\n")]
    [InlineData("tab\there", "tab\there")]
    [InlineData("a\r\nb\rc", "a\nb\\x0dc")]
    [InlineData("\e[31mred", "\\x1b[31mred")]
    [InlineData("ü€😀", "ü€😀")]
    public void Content_is_escaped_for_a_terminal_in_any_pieces(string text, string expected)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length; size++)
        {
            using var output = new StringWriter();
            using (var stream = new EscapedTextStream(output))
            {
                foreach (var piece in bytes.Chunk(size)) stream.Write(piece);
            }

            Assert.Equal(expected, output.ToString());
        }
    }
}
