using System.Net;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class DataEndPointFormatTests
{
    [Theory]
    [InlineData("Entering Passive Mode (192,168,1,100,10,229)", "192.168.1.100:2789")]
    [InlineData("Entering Passive Mode (192,168,1,100,10,229).", "192.168.1.100:2789")]
    [InlineData("Entering Passive Mode 10,0,0,1,4,1", "10.0.0.1:1025")]
    [InlineData("=127,0,0,1,4,1,", "127.0.0.1:1025")]
    [InlineData("1,234 users, now (127,0,0,1,4,1)", "127.0.0.1:1025")]
    [InlineData("(127,0,0,1,4,1", "127.0.0.1:1025")]
    [InlineData("(127,0,0,1,004,001)", "127.0.0.1:1025")]
    [InlineData("(1,2,3,4,0,21) or (5,6,7,8,0,22)", "1.2.3.4:21")]
    public void The_numbers_of_a_227_are_found(string text, string expected)
    {
        Assert.True(DataEndPointFormat.TryParsePasv(text, out var endPoint));
        Assert.Equal(expected, endPoint.ToString());
    }

    [Theory]
    [InlineData("(1216,256,2,127,127,127)")]
    [InlineData("(192,168,1,100,229)")]
    [InlineData("(192,168,1,100,10,229,1)")]
    [InlineData("(1,2,3,4,0,0)")]
    [InlineData("(1,2,3,4,256,1)")]
    [InlineData("(1,2,,4,5,6)")]
    [InlineData("(1,2,3,4,-5,6)")]
    [InlineData("(-1,2,3,4,5,6)")]
    [InlineData("(1,2,3,4,5,0x1)")]
    [InlineData("(1,2,3,4,0005,6)")]
    [InlineData("(1.2.3.4,5,6)")]
    [InlineData("(127, 0, 0, 1, 4, 1)")]
    [InlineData("(1,2,3,4,256,256)")]
    [InlineData("(|||80|)")]
    [InlineData("(1,2,3,4,5,99999999999999999999)")]
    [InlineData("no numbers")]
    [InlineData("")]
    public void A_227_that_names_no_address_is_refused(string text) =>
        Assert.False(DataEndPointFormat.TryParsePasv(text, out _));

    [Theory]
    [InlineData("Entering Extended Passive Mode (|||6446|)", 6446)]
    [InlineData("(!!!6446!)", 6446)]
    [InlineData("(really) (|||1|)", 1)]
    [InlineData("(|1|10.0.0.1|65535|)", 65535)]
    [InlineData("((((6446()", 6446)]
    [InlineData("(~~~1~)", 1)]
    [InlineData("(aaa6446a)", 6446)]
    [InlineData("(|2|fe80::1|6446|)", 6446)]
    [InlineData("(|9|nonsense|6446|)", 6446)]
    [InlineData("(|||00021|)", 21)]
    [InlineData("(|||21|) (|||22|)", 21)]
    public void The_port_of_a_229_is_found(string text, int expected)
    {
        Assert.True(DataEndPointFormat.TryParseEpsv(text, out var port));
        Assert.Equal(expected, port);
    }

    [Theory]
    [InlineData("(!!6446!)")]
    [InlineData("(|||1000000|)")]
    [InlineData("(|||0|)")]
    [InlineData("(|||65536|)")]
    [InlineData("(|||-1|)")]
    [InlineData("(||| 1|)")]
    [InlineData("(|||1|")]
    [InlineData("|||1|")]
    [InlineData("(111211)")]
    [InlineData("(|||+1|)")]
    [InlineData("(|||1 |)")]
    [InlineData("(|||0x15|)")]
    [InlineData("(|||000021|)")]
    [InlineData("(|||99999999999999999999|)")]
    [InlineData("(||||)")]
    [InlineData("(|||1|2|)")]
    [InlineData("(|||1|x)")]
    [InlineData("(|||0|) (|||80|)")]
    [InlineData("(|||65536|) (|||80|)")]
    [InlineData("(\u00a6\u00a6\u00a61\u00a6)")]
    [InlineData("(127,0,0,1,4,1)")]
    [InlineData("(   1 )")]
    [InlineData("(")]
    public void A_229_that_names_no_port_is_refused(string text) => Assert.False(DataEndPointFormat.TryParseEpsv(text, out _));

    [Fact]
    public void Only_the_right_code_counts()
    {
        Assert.False(DataEndPointFormat.TryParsePasv(new FtpReply(230, "(1,2,3,4,5,6)"), out _));
        Assert.True(DataEndPointFormat.TryParsePasv(new FtpReply(227, "(1,2,3,4,5,6)"), out _));
        Assert.False(DataEndPointFormat.TryParseEpsv(new FtpReply(500, "(|||1|)"), out _));
        Assert.True(DataEndPointFormat.TryParseEpsv(new FtpReply(229, "(|||1|)"), out _));
    }

    [Theory]
    [InlineData("Network protocol not supported, use (1,2)", "1 2")]
    [InlineData("use (2)", "2")]
    [InlineData("(no) use (1, 2)", "1 2")]
    public void The_protocols_of_a_522_are_found(string text, string expected)
    {
        Assert.True(DataEndPointFormat.TryParseProtocols(new FtpReply(522, text), out var protocols));
        Assert.Equal(expected, string.Join(' ', protocols));
    }

    [Theory]
    [InlineData("SSL connection failed; session reuse required")]
    [InlineData("use ()")]
    [InlineData("use (1,)")]
    [InlineData("use (-1)")]
    [InlineData("use (99999999999)")]
    [InlineData("use (1")]
    public void A_522_that_names_no_protocol_is_about_something_else(string text) =>
        Assert.False(DataEndPointFormat.TryParseProtocols(new FtpReply(522, text), out _));

    [Theory]
    [InlineData("|1|132.235.1.2|6275|", "132.235.1.2:6275")]
    [InlineData("|2|1080::8:800:200C:417A|5282|", "[1080::8:800:200c:417a]:5282")]
    [InlineData("!1!1.2.3.4!1!", "1.2.3.4:1")]
    public void An_eprt_argument_is_read(string text, string expected)
    {
        Assert.True(DataEndPointFormat.TryParseEprt(text, out var endPoint));
        Assert.Equal(expected, endPoint.ToString());
    }

    [Theory]
    [InlineData("|1|::1|21|")]
    [InlineData("|2|1.2.3.4|21|")]
    [InlineData("|3|1.2.3.4|21|")]
    [InlineData("|1|1.2.3|21|")]
    [InlineData("|1|010.1.1.1|21|")]
    [InlineData("|1|0x7f.0.0.1|21|")]
    [InlineData("|1|1.2.3.4|0|")]
    [InlineData("|1|1.2.3.4|21")]
    [InlineData("|1|1.2.3.4|21|x")]
    [InlineData("|2|fe80::1%1|21|")]
    [InlineData("|2|[::1]|21|")]
    [InlineData("")]
    public void An_eprt_argument_that_names_no_address_is_refused(string text) =>
        Assert.False(DataEndPointFormat.TryParseEprt(text, out _));

    [Fact]
    public void Reading_what_was_written_gives_the_same_address()
    {
        var points =
            from bytes in Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16])
            from port in Gen.Int[1, 65535]
            select new IPEndPoint(new IPAddress(bytes), port);

        points.Sample(static point =>
        {
            var expected = point.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(point.Address.MapToIPv4(), point.Port) : point;
            Assert.True(DataEndPointFormat.TryParseEprt(DataEndPointFormat.FormatEprt(point), out var eprt));
            Assert.Equal(expected, eprt);
            Assert.True(DataEndPointFormat.TryParseEpsv(DataEndPointFormat.FormatEpsv(point.Port), out var port));
            Assert.Equal(point.Port, port);
            if (expected.Address.GetAddressBytes().Length == 16)
            {
                Assert.Throws<ArgumentException>(() => DataEndPointFormat.FormatPort(point));
                return;
            }

            Assert.True(DataEndPointFormat.TryParsePort(DataEndPointFormat.FormatPort(point), out var active));
            Assert.True(DataEndPointFormat.TryParsePasv(DataEndPointFormat.FormatPasv(point), out var passive));
            Assert.Equal((expected, expected), (active, passive));
        });
    }

    [Fact]
    public void No_text_makes_a_parser_throw() => Gen.OneOf(Generators.Text, Gen.Char["()|!,0123456789."].Array[0, 40].Select(static c => new string(c)))
        .Sample(static text =>
        {
            if (DataEndPointFormat.TryParsePasv(text, out var pasv))
                Assert.InRange(pasv.Port, 1, 65535);
            if (DataEndPointFormat.TryParseEpsv(text, out var port))
                Assert.InRange(port, 1, 65535);
            if (DataEndPointFormat.TryParsePort(text, out var active))
                Assert.InRange(active.Port, 1, 65535);
            if (DataEndPointFormat.TryParseEprt(text, out var eprt))
                Assert.InRange(eprt.Port, 1, 65535);
        });

    [Fact]
    public void Ports_are_written_in_their_range_only()
    {
        Assert.Equal(("(|||1|)", "(|||65535|)"), (DataEndPointFormat.FormatEpsv(1), DataEndPointFormat.FormatEpsv(65535)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataEndPointFormat.FormatEpsv(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataEndPointFormat.FormatEpsv(65536));
        Assert.Equal("1,2,3,4,255,254", DataEndPointFormat.FormatPort(new IPEndPoint(IPAddress.Parse("::ffff:1.2.3.4"), 65534)));
        Assert.Equal("|1|1.2.3.4|21|", DataEndPointFormat.FormatEprt(new IPEndPoint(IPAddress.Parse("::ffff:1.2.3.4"), 21)));
        Assert.Equal("|2|fe80::1|21|", DataEndPointFormat.FormatEprt(new IPEndPoint(IPAddress.Parse("fe80::1%7"), 21)));
    }

    [Fact]
    public void Fields_have_a_limit_and_only_a_522_names_protocols()
    {
        Assert.True(DataEndPointFormat.TryParseEpsv($"(|1|{new string('x', 63)}|21|)", out _));
        Assert.False(DataEndPointFormat.TryParseEpsv($"(|1|{new string('x', 64)}|21|)", out _));
        Assert.False(DataEndPointFormat.TryParseProtocols(new FtpReply(523, "(1,2)"), out _));
        Assert.True(DataEndPointFormat.TryParseProtocols(new FtpReply(522, "(1" + new string(' ', 63) + ")"), out _));
        Assert.False(DataEndPointFormat.TryParseProtocols(new FtpReply(522, "(1" + new string(' ', 64) + ")"), out _));
        Assert.False(DataEndPointFormat.TryParseProtocols(new FtpReply(522, "1)"), out _));
        Assert.True(DataEndPointFormat.TryParseEprt("|1|0.1.2.3|21|", out var endPoint));
        Assert.Equal("0.1.2.3:21", endPoint.ToString());
        Assert.False(DataEndPointFormat.TryParseEprt("|1|1.2.3.4.5|21|", out _));
    }
}
