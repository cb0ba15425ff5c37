using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class HashReplyFormatTests
{
    private const string Md5 = "781e5e245d69b566979b86e28d23f2c7";

    private static readonly FtpPath File = FtpPath.Parse("dir/two words");

    [Theory]
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2c7 dir/two words")]
    [InlineData("MD5 0-9 781E5E245D69B566979B86E28D23F2C7 dir/two words")]
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2c7 /home/joe/dir/two words")]
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2c7 \"/home/joe/dir/two words\"")]
    [InlineData("md5 781e5e245d69b566979b86e28d23f2c7 two words")]
    [InlineData("MD5 781e5e245d69b566979b86e28d23f2c7")]
    [InlineData("781e5e245d69b566979b86e28d23f2c7")]
    public void Hash_of_a_whole_file_is_read_in_every_form_of_the_drafts(string text)
    {
        Assert.True(HashReplyFormat.TryParse(new FtpReply(213, "Computing", text), FtpHashAlgorithm.Md5, File, null, out var checksum));
        Assert.Equal(Md5, checksum.ToString());
        Assert.Null(checksum.Range);
    }

    [Theory]
    [InlineData("MD5 2-4 781e5e245d69b566979b86e28d23f2c7 two words")]
    [InlineData("MD5 2-5 781e5e245d69b566979b86e28d23f2c7 two words")]
    public void End_of_a_range_is_its_last_byte_or_the_one_behind(string text)
    {
        var range = new FtpByteRange(2, 3);

        Assert.True(HashReplyFormat.TryParse(new FtpReply(213, text), FtpHashAlgorithm.Md5, File, range, out var checksum));
        Assert.Equal(range, checksum.Range);
    }

    [Theory]
    [InlineData("SHA-1 0-10 781e5e245d69b566979b86e28d23f2c7 two words")] // another algorithm
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2c7 three words")] // another file
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2c7 not two words")]
    [InlineData("MD5 1-10 781e5e245d69b566979b86e28d23f2c7 two words")] // only a part
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2 two words")] // too short
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2c7aa two words")] // too long
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2cg two words")] // not hexadecimal
    [InlineData("MD5 0-10 two words")]
    [InlineData("MD5 781e5e245d69b566979b86e28d23f2c7 xtwo wordsx")]
    [InlineData("MD5 781e5e245d69b566979b86e28d23f2c7 xtwo words\"")]
    [InlineData("MD5 781e5e245d69b566979b86e28d23f2c7 \"two wordsx")]
    [InlineData("MD5 781e5e245d69b566979b86e28d23f2c7 \"")]
    [InlineData("SHA-1 781e5e245d69b566979b86e28d23f2c7")] // by something else
    [InlineData("")]
    public void Hash_of_something_else_is_refused(string text) =>
        Assert.False(HashReplyFormat.TryParse(new FtpReply(213, text), FtpHashAlgorithm.Md5, File, null, out _));

    [Theory]
    [InlineData("MD5 0-10 781e5e245d69b566979b86e28d23f2c7 two words")] // what ProFTPD says after a RANG that it ignored
    [InlineData("MD5 2-6 781e5e245d69b566979b86e28d23f2c7 two words")]
    [InlineData("MD5 3-5 781e5e245d69b566979b86e28d23f2c7 two words")]
    [InlineData("MD5 781e5e245d69b566979b86e28d23f2c7 two words")] // of which part?
    [InlineData("781e5e245d69b566979b86e28d23f2c7")]
    public void Hash_of_another_part_is_refused(string text) => Assert.False(HashReplyFormat.TryParse(
        new FtpReply(213, text), FtpHashAlgorithm.Md5, File, new FtpByteRange(2, 3), out _));

    [Theory]
    [InlineData(250, "781E5E245D69B566979B86E28D23F2C7")]
    [InlineData(213, "781e5e245d69b566979b86e28d23f2c7")]
    [InlineData(251, "dir/two words 781E5E245D69B566979B86E28D23F2C7")]
    [InlineData(250, "\"dir/two words\" 781E5E245D69B566979B86E28D23F2C7")]
    [InlineData(250, "MD5 (dir/two words) = 781e5e245d69b566979b86e28d23f2c7")]
    [InlineData(250, "781e5e245d69b566979b86e28d23f2c7  dir/two words")]
    [InlineData(200, "XMD5 successful: \"781e5e245d69b566979b86e28d23f2c7\".")]
    public void Checksum_is_found_in_the_replies_that_no_document_fixes(int code, string text)
    {
        var line = text.TrimEnd('.');

        Assert.True(HashReplyFormat.TryParseExtended(new FtpReply(code, "Computing", line), FtpHashAlgorithm.Md5, File, null, out var checksum));
        Assert.Equal(Md5, checksum.ToString());
    }

    [Theory]
    [InlineData("A684C7C6", "a684c7c6")]
    [InlineData("0xA684C7C6", "a684c7c6")]
    [InlineData("0x84C7C6", "0084c7c6")]
    [InlineData("84c7c6", "0084c7c6")]
    [InlineData("XCRC: 84c7c6", "0084c7c6")]
    [InlineData("0", "00000000")]
    [InlineData("CRC32 of 10 bytes: A684C7C6", "a684c7c6")]
    [InlineData("deadbeef A684C7C6", "a684c7c6")] // the file's name looks like one
    [InlineData("A684C7C6 \"deadbeef\"", "a684c7c6")]
    [InlineData("DEADBEEF", "deadbeef")]
    [InlineData("deadbeef", "deadbeef")] // the name's own letters, and nothing else: that is the checksum
    public void Crc_is_read_with_its_prefix_and_without_its_leading_zeros(string text, string expected)
    {
        var path = FtpPath.Parse("deadbeef");

        Assert.True(HashReplyFormat.TryParseExtended(new FtpReply(250, text), FtpHashAlgorithm.Crc32, path, null, out var checksum));
        Assert.Equal(expected, checksum.ToString());
    }

    [Theory]
    [InlineData(250, "Done.")]
    [InlineData(250, "781e5e245d69b566979b86e28d23f2c7 881e5e245d69b566979b86e28d23f2c7")] // which one?
    [InlineData(250, "a684c7c6")] // a CRC
    [InlineData(250, "781e5e245d69b566979b86e28d23f2c7781e5e24")] // a SHA-1
    [InlineData(550, "781e5e245d69b566979b86e28d23f2c7")]
    [InlineData(150, "781e5e245d69b566979b86e28d23f2c7")]
    public void Reply_without_exactly_one_checksum_is_refused(int code, string text) => Assert.False(
        HashReplyFormat.TryParseExtended(new FtpReply(code, text), FtpHashAlgorithm.Md5, File, null, out _));

    [Fact]
    public void File_whose_one_letter_name_is_in_the_checksum_too_does_not_break_it()
    {
        var reply = new FtpReply(250, Md5);

        Assert.True(HashReplyFormat.TryParseExtended(reply, FtpHashAlgorithm.Md5, FtpPath.Parse("7"), null, out var checksum));
        Assert.Equal(Md5, checksum.ToString());
    }

    [Fact]
    public void What_a_server_writes_a_client_reads()
    {
        var samples =
            from algorithm in Gen.Enum<FtpHashAlgorithm>()
            from bytes in Gen.Byte.Array[FtpChecksum.LengthOf(algorithm)]
            from path in Generators.Path.Where(static path => !path.IsTop)
            from range in Gen.Bool.SelectMany(static isWhole => isWhole
                ? Gen.Const((FtpByteRange?)null)
                : Gen.Select(Gen.Long[0, long.MaxValue / 4], Gen.Long[1, long.MaxValue / 4], static (start, length) => (FtpByteRange?)new FtpByteRange(start, length)))
            select new { path, Checksum = new FtpChecksum(algorithm, bytes, range) };

        samples.Sample(static sample =>
        {
            var (path, checksum) = (sample.path, sample.Checksum);
            var stated = checksum.Range?.ToString() ?? "0-49";
            var reply = new FtpReply(213, $"{FtpChecksum.NameOf(checksum.Algorithm)} {stated} {checksum} {path}");
            var older = new FtpReply(251, $"{PwdFormat.Format(path)} {checksum.ToString().ToUpperInvariant()}");

            // Names are trimmed at the end of a reply, as servers add blanks there.
            if (path.Name.Trim() == path.Name)
            {
                Assert.True(HashReplyFormat.TryParse(reply, checksum.Algorithm, path, checksum.Range, out var read));
                Assert.Equal(checksum, read);
            }

            if (HashReplyFormat.TryParseExtended(older, checksum.Algorithm, path, checksum.Range, out var found)) Assert.Equal(checksum, found);
            else Assert.Contains(path.ToString(), static c => char.IsAsciiHexDigit(c));
        });
    }

    [Fact]
    public void Any_text_is_a_checksum_or_refused_and_never_an_exception() =>
        (from text in Generators.Text from path in Generators.Path from algorithm in Gen.Enum<FtpHashAlgorithm>() select (text, path, algorithm))
        .Sample(sample =>
        {
            var text = new string([.. sample.text.Where(static c => c is not ('\r' or '\n' or '\0'))]);
            var reply = new FtpReply(213, text);
            var range = new FtpByteRange(1, 2);
            return HashReplyFormat.TryParse(reply, sample.algorithm, sample.path, null, out var whole) == whole is not null
                && HashReplyFormat.TryParse(reply, sample.algorithm, sample.path, range, out var part) == (part?.Range == range)
                && HashReplyFormat.TryParseExtended(reply, sample.algorithm, sample.path, null, out var other) == other is not null;
        });

    [Fact]
    public void Refusal_has_no_checksum_whatever_it_says()
    {
        Assert.False(HashReplyFormat.TryParse(new FtpReply(550, Md5), FtpHashAlgorithm.Md5, File, null, out _));
        Assert.False(HashReplyFormat.TryParseExtended(new FtpReply(550, Md5), FtpHashAlgorithm.Md5, File, null, out _));
    }

    [Fact]
    public void Name_that_looks_like_a_checksum_does_not_decide_between_two_others() => Assert.False(HashReplyFormat.TryParseExtended(
        new FtpReply(250, "deadbeef 12 34"), FtpHashAlgorithm.Crc32, FtpPath.Parse("deadbeef"), null, out _));
}
