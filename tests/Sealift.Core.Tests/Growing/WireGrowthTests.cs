using System.Buffers;
using System.Text;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.TestKit.Growing;

namespace Sealift.Core.Tests.Growing;

/// <summary>No text that a peer or a user gives costs more than its length.</summary>
[Trait("Threat", "T13")]
public sealed class WireGrowthTests
{
    private const int Length = 8 * 1024;

    private static readonly FtpReplyLimits NoLimits = new() { MaxLineBytes = int.MaxValue / 2, MaxReplyBytes = int.MaxValue / 2, MaxLines = int.MaxValue / 2 };

    // What repeats in a text: the characters that mean something to a parser, alone and in the orders that make it go back.
    private static readonly string[] Bodies =
        ["x", " ", "\"", "\"\"", "(", "(((1", "1,", "1,2,3,4,5", "|", "(|||", "/", "/a", "/..", "a/../", "[", ".", "[a.", ":[", "%", "%41", "@", "@[", "@[]", ":", ";a=b", "-", "0-", "abcdef01 ", "\u0085", "ÿ", "FILE: "];

    public static TheoryData<string> Parsers => [.. Named.Keys];

    private static Dictionary<string, Func<string, object?>> Named { get; } = new()
    {
        ["227"] = static text => DataEndPointFormat.TryParsePasv(text, out _),
        ["229"] = static text => DataEndPointFormat.TryParseEpsv(text, out _),
        ["522"] = static text => DataEndPointFormat.TryParseProtocols(new FtpReply(522, text), out _),
        ["PORT"] = static text => DataEndPointFormat.TryParsePort(text, out _),
        ["EPRT"] = static text => DataEndPointFormat.TryParseEprt(text, out _),
        ["PWD"] = static text => PwdFormat.TryParse("\"" + text, out _),
        ["PWD without quotes"] = static text => PwdFormat.TryParse(text, out _),
        ["COMB"] = static text => CombFormat.TryParse("\"" + text, out _),
        ["COMB without quotes"] = static text => CombFormat.TryParse(text, out _),
        ["VMS"] = static text => VmsPathFormat.TryParse("D:[" + text + "]x", out _),
        ["VMS as it is"] = static text => VmsPathFormat.TryParse(text, out _),
        ["STOU"] = static text => UniqueNameFormat.TryParse(new FtpReply(150, text), new FtpReply(226, text), out _),
        ["HASH"] = static text => HashReplyFormat.TryParse(new FtpReply(213, text), FtpHashAlgorithm.Md5, FtpPath.Parse("a"), null, out _),
        ["XCRC"] = static text => HashReplyFormat.TryParseExtended(new FtpReply(250, text), FtpHashAlgorithm.Crc32, FtpPath.Parse("x"), null, out _),
        ["FEAT"] = static text => FtpFeatures.Parse(new FtpReply(211, "", "MLST " + text, "AUTH " + text, "HASH " + text, "")),
        ["FEAT of many lines"] = static text => FtpFeatures.Parse(new FtpReply(211, [.. text.Split(' ')])),
        ["path"] = static text => FtpPath.TryParse(text, out _),
        ["URL"] = static text => FtpUrl.TryParse("ftps://" + text, out _),
        ["URL with a path"] = static text => FtpUrl.TryParse("ftps://u:p@h/" + text, out _),
        ["short URL"] = static text => FtpUrl.TryParse(text, out _),
        ["time"] = static text => FtpTimestamp.TryParse("2026" + text, out _),
        ["MLSD"] = static text => Sealift.Core.Listings.MlsxFormat.TryParse("type=file;" + text + "; x", out _),
        ["terminal"] = static text => TerminalText.Escape(text),
    };

    [Theory]
    [MemberData(nameof(Parsers))]
    public void Work_for_a_text_grows_with_its_length_and_no_faster(string parser)
    {
        var parse = Named[parser];
        foreach (var body in Bodies)
        {
            LinearGrowth.Check($"{parser} of a text that repeats \"{body}\"", Length, length =>
            {
                var text = string.Concat(Enumerable.Repeat(body, length / body.Length));
                return () => _ = parse(text);
            });
        }
    }

    [Theory]
    [InlineData("220-", "220-x\r\n")]
    [InlineData("220-a\r\n", "221 x\r\n")]
    [InlineData("220 x\r\n", "220 x\r\n")]
    [InlineData("220 ", "x")]
    [InlineData("220 ", "\xFF\xFF")]
    [InlineData("220 ", "\xFF\xFA")]
    [InlineData("220 ", "\xFF\xFB\x01")]
    [InlineData("220 ", "\xE4")]
    public void Work_for_replies_grows_with_their_length_and_no_faster(string head, string body) =>
        LinearGrowth.Check($"replies of \"{body}\"", Length, length =>
        {
            var bytes = Encoding.Latin1.GetBytes(head + string.Concat(Enumerable.Repeat(body, length / body.Length)) + (body.EndsWith('\n') ? "" : "\r\n"));
            return () =>
            {
                var buffer = new ReadOnlySequence<byte>(bytes);
                var reader = new ReplyReader(NoLimits);
                while (reader.TryRead(ref buffer, out _)) continue;
            };
        });

    [Theory]
    [InlineData("NOOP\r\n")]
    [InlineData("\n")]
    [InlineData("STOR x y z\n")]
    [InlineData("\xFF\xF4\xFF\xF2")]
    [InlineData("\xF4")]
    [InlineData("\xFF\xFF")]
    [InlineData("x")]
    public void Work_for_commands_grows_with_their_length_and_no_faster(string body) =>
        LinearGrowth.Check($"commands of \"{body}\"", Length, length =>
        {
            var bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(body, length / body.Length)) + "\r\n");
            return () =>
            {
                var buffer = new ReadOnlySequence<byte>(bytes);
                var reader = new CommandReader(int.MaxValue / 2);
                while (reader.TryRead(ref buffer, out _) != CommandReadStatus.NeedMore) continue;
            };
        });

    [Theory]
    [InlineData("{\"at\":0,\"channel\":0,\"event\":\"note\",\"text\":\"x\"}\n")]
    [InlineData("\n")]
    public void Work_for_a_recording_grows_with_its_length_and_no_faster(string line) =>
        LinearGrowth.Check($"a recording of {line.Trim()}", Length, length =>
        {
            var text = "{\"format\":\"sealift-timeline\",\"version\":1}\n" + string.Concat(Enumerable.Repeat(line, length / line.Length));
            return () => TimelineJson.Read(new StringReader(text));
        });
}
