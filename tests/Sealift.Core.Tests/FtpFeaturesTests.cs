using System.Buffers;
using System.Text;
using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests;

public sealed class FtpFeaturesTests
{
    [Fact]
    public void Features_are_read_with_their_parameters()
    {
        var features = FtpFeatures.Parse(new FtpReply(
            211, "Features:", " MLST type*;size*;modify;UNIX.mode*;", " REST STREAM", " SIZE", " MDTM", " MFMT", " UTF8", " EPSV", " TVFS", "End"));

        Assert.True(features is { Mlst: true, RestStream: true, Size: true, Mdtm: true, Mfmt: true, Utf8: true, Epsv: true, Tvfs: true });
        Assert.Equal(["type", "size", "modify", "UNIX.mode"], features.MlstFacts);
        Assert.Equal("STREAM", features.Find("rest"));
        Assert.Equal("", features.Find("SIZE"));
        Assert.Null(features.Find("HASH"));
        Assert.Equal(8, features.Lines.Count);
    }

    [Fact]
    public void Odd_spaces_and_repeated_codes_do_not_matter()
    {
        var features = FtpFeatures.Parse(new FtpReply(211, "Extensions supported:", "   SIZE", "211-MDTM", "\tUTF8 ", "", "END"));

        Assert.True(features is { Size: true, Mdtm: true, Utf8: true, Mlst: false });
        Assert.Equal(["SIZE", "MDTM", "UTF8"], features.Lines);
    }

    [Fact]
    public void Auth_mechanisms_of_all_lines_and_spellings_are_found()
    {
        var iis = FtpFeatures.Parse(new FtpReply(211, "Extended features supported:", " AUTH TLS;TLS-C;SSL;TLS-P;", " PBSZ", "END"));
        var vsftpd = FtpFeatures.Parse(new FtpReply(211, "Features:", " AUTH SSL", " auth tls", " AUTH TLS", "End"));

        Assert.Equal(["TLS", "TLS-C", "SSL", "TLS-P"], iis.AuthMechanisms);
        Assert.Equal(["SSL", "TLS"], vsftpd.AuthMechanisms);
    }

    [Fact]
    public void Rest_without_stream_is_not_rest_stream() =>
        Assert.False(FtpFeatures.Parse(new FtpReply(211, "F", " REST", "End")).RestStream);

    [Fact]
    public void A_refusal_or_a_single_line_means_no_features()
    {
        Assert.Same(FtpFeatures.None, FtpFeatures.Parse(new FtpReply(502, "What?")));
        Assert.Same(FtpFeatures.None, FtpFeatures.Parse(new FtpReply(211, "No features")));
        Assert.False(FtpFeatures.None.Mlst);
    }

    [Fact]
    public void Features_that_a_server_writes_a_client_reads()
    {
        var name = Gen.Char["ABCMLSTXYZ0159"].Array[1, 8].Select(static chars => new string(chars));
        var parameters = Gen.Char["abYZ09*;,.-/= "].Array[0, 20].Select(static chars => new string(chars).Trim());
        var lines = Gen.Select(name, parameters, static (name, parameters) => parameters.Length == 0 ? name : $"{name} {parameters}").Array[1, 12];

        lines.Sample(static lines =>
        {
            var output = new ArrayBufferWriter<byte>();
            new FtpReply(211, ["Features:", .. lines.Select(static line => " " + line), "End"]).WriteTo(output, Encoding.UTF8);
            var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);
            Assert.True(new ReplyReader().TryRead(ref buffer, out var reply));
            var features = FtpFeatures.Parse(reply);

            Assert.Equal(lines, features.Lines);
            Assert.All(lines, line =>
            {
                var word = line.Split(' ')[0];
                Assert.True(features.Has(word.ToLowerInvariant()));
                var first = lines.First(other => other.Split(' ')[0] == word);
                Assert.Equal(first[word.Length..].Trim(), features.Find(word));
            });
        });
    }

    [Fact]
    public void No_lines_make_the_parser_throw() => Generators.Text.Array[0, 6].Sample(static lines =>
    {
        var features = FtpFeatures.Parse(FtpReply.Received(211, ["", .. lines, ""]));
        Assert.All(features.Lines, static line => Assert.NotEqual("", line));
        Assert.All(features.AuthMechanisms, static one => Assert.NotEqual("", one));
    });

    [Theory]
    [InlineData("HASH SHA-256*;MD5;CRC32;x", new[] { FtpHashAlgorithm.Sha256, FtpHashAlgorithm.Md5, FtpHashAlgorithm.Crc32 })]
    [InlineData("XCRC", new[] { FtpHashAlgorithm.Crc32 })]
    [InlineData("XMD5", new[] { FtpHashAlgorithm.Md5 })]
    [InlineData("MD5", new[] { FtpHashAlgorithm.Md5 })]
    [InlineData("MMD5", new[] { FtpHashAlgorithm.Md5 })]
    [InlineData("XSHA1", new[] { FtpHashAlgorithm.Sha1 })]
    [InlineData("XSHA", new[] { FtpHashAlgorithm.Sha1 })]
    [InlineData("XSHA256", new[] { FtpHashAlgorithm.Sha256 })]
    [InlineData("XSHA512", new[] { FtpHashAlgorithm.Sha512 })]
    [InlineData("SIZE", new FtpHashAlgorithm[0])]
    public void What_a_server_can_compute_checksums_with_is_found_the_strongest_first(string line, FtpHashAlgorithm[] expected) =>
        Assert.Equal(expected, FtpFeatures.Parse(new FtpReply(211, "F", line, "End")).HashAlgorithms);

    [Fact]
    public void The_facts_that_can_be_set_are_read()
    {
        Assert.Equal(["Modify", "UNIX.mode"], FtpFeatures.Parse(new FtpReply(211, "F", " MFF Modify;UNIX.mode;", "End")).ModifiableFacts);
        Assert.Equal(["type"], FtpFeatures.Parse(new FtpReply(211, "F", " MLST type*;*;", "End")).MlstFacts);
    }
}
