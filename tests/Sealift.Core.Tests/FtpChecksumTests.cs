using System.Text;
using CsCheck;

namespace Sealift.Core.Tests;

public sealed class FtpChecksumTests
{
    // The check value of CRC-32/ISO-HDLC, and the digests of "123456789" as sha256sum and its kin print them.
    [Theory]
    [InlineData(FtpHashAlgorithm.Crc32, "cbf43926")]
    [InlineData(FtpHashAlgorithm.Md5, "25f9e794323b453885f5181f1b624d0b")]
    [InlineData(FtpHashAlgorithm.Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441")]
    [InlineData(FtpHashAlgorithm.Sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225")]
    [InlineData(
        FtpHashAlgorithm.Sha512,
        "d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85")]
    public async Task Known_content_has_its_known_checksum(FtpHashAlgorithm algorithm, string expected)
    {
        var checksum = await FtpChecksum.ComputeAsync(Content("123456789"), algorithm);

        Assert.Equal(expected, checksum.ToString());
        Assert.Equal(algorithm, checksum.Algorithm);
        Assert.Null(checksum.Range);
    }

    [Fact]
    public void Crc_of_any_content_is_that_of_the_definition_however_it_is_cut() =>
        (from bytes in Gen.Byte.Array[0, 200] from cut in Gen.Int[0, 200] select (bytes, cut)).Sample(sample =>
        {
            using var hasher = new FtpHasher(FtpHashAlgorithm.Crc32);
            var cut = Math.Min(sample.cut, sample.bytes.Length);
            hasher.Append(sample.bytes.AsSpan(0, cut));
            hasher.Append(sample.bytes.AsSpan(cut));

            var crc = uint.MaxValue;
            foreach (var value in sample.bytes)
            {
                crc ^= value;
                for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }

            return hasher.Finish().ToString() == (~crc).ToString("x8");
        });

    [Fact]
    public async Task Part_of_a_file_has_the_checksum_of_its_bytes_and_says_which_part_it_is()
    {
        var part = await FtpChecksum.ComputeAsync(Content("0123456789"), FtpHashAlgorithm.Sha256, new FtpByteRange(2, 3));
        var alone = await FtpChecksum.ComputeAsync(Content("234"), FtpHashAlgorithm.Sha256);

        Assert.Equal(alone.Bytes.ToArray(), part.Bytes.ToArray());
        Assert.Equal(new FtpByteRange(2, 3), part.Range);
        Assert.NotEqual(alone, part);
        Assert.Equal("2-4", part.Range.ToString());
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(8, 3)]
    [InlineData(11, 1)]
    [InlineData(3_000_000_000, 1)] // behind all that a stream in memory can look for
    public async Task Part_that_the_file_does_not_have_is_an_error(long start, long length)
    {
        await Assert.ThrowsAsync<EndOfStreamException>(
            () => FtpChecksum.ComputeAsync(Content("0123456789"), FtpHashAlgorithm.Crc32, new FtpByteRange(start, length)).AsTask());
    }

    [Fact]
    public void Checksums_are_equal_exactly_when_algorithm_part_and_bytes_are()
    {
        var one = new FtpChecksum(FtpHashAlgorithm.Crc32, new byte[] { 1, 2, 3, 4 });

        Assert.Equal(one, new FtpChecksum(FtpHashAlgorithm.Crc32, new byte[] { 1, 2, 3, 4 }));
        Assert.Equal(one.GetHashCode(), new FtpChecksum(FtpHashAlgorithm.Crc32, new byte[] { 1, 2, 3, 4 }).GetHashCode());
        Assert.NotEqual(one, new FtpChecksum(FtpHashAlgorithm.Crc32, new byte[] { 1, 2, 3, 5 }));
        Assert.NotEqual(one, new FtpChecksum(FtpHashAlgorithm.Crc32, new byte[] { 1, 2, 3, 4 }, new FtpByteRange(0, 1)));
        Assert.Throws<ArgumentException>(() => new FtpChecksum(FtpHashAlgorithm.Md5, new byte[4]));
    }

    [Theory]
    [InlineData("SHA-256", FtpHashAlgorithm.Sha256)]
    [InlineData("sha256", FtpHashAlgorithm.Sha256)]
    [InlineData("Sha-1", FtpHashAlgorithm.Sha1)]
    [InlineData("CRC-32", FtpHashAlgorithm.Crc32)]
    [InlineData("md5", FtpHashAlgorithm.Md5)]
    public void Names_of_algorithms_are_read_as_people_write_them(string name, FtpHashAlgorithm expected)
    {
        Assert.True(FtpChecksum.TryParseAlgorithm(name, out var algorithm));
        Assert.Equal(expected, algorithm);
        Assert.True(FtpChecksum.TryParseAlgorithm(FtpChecksum.NameOf(expected), out var own));
        Assert.Equal(expected, own);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SHA-384")]
    [InlineData("SHA-256*")]
    [InlineData("a name without end, longer than any algorithm's")]
    public void Other_words_name_no_algorithm(string name) => Assert.False(FtpChecksum.TryParseAlgorithm(name, out _));

    private static MemoryStream Content(string text) => new(Encoding.ASCII.GetBytes(text), writable: false);

    [Fact]
    public void Every_name_of_an_algorithm_is_read_in_any_spelling() =>
        Gen.Select(Gen.Enum<FtpHashAlgorithm>(), Gen.Bool, Gen.Bool).Sample(static (algorithm, isLower, isPlain) =>
        {
            var name = FtpChecksum.NameOf(algorithm);
            if (isPlain) name = name.Replace("-", "", StringComparison.Ordinal);
            return FtpChecksum.TryParseAlgorithm(isLower ? name.ToLowerInvariant() : name, out var read) && read == algorithm;
        });

    [Theory]
    [InlineData("")]
    [InlineData("SHA")]
    [InlineData("SHA-25")]
    [InlineData("SHA-2566")]
    [InlineData("SHA-256-SHA-256")]
    [InlineData("CRC")]
    [InlineData("MD4")]
    public void What_names_no_algorithm_is_refused(string name)
    {
        Assert.False(FtpChecksum.TryParseAlgorithm(name, out var algorithm));
        Assert.Equal(default, algorithm);
    }

    [Fact]
    public async Task A_part_is_counted_from_where_the_stream_stands_and_may_reach_its_end()
    {
        var whole = Content("xyz0123456789");
        whole.Position = 3;
        var toTheEnd = await FtpChecksum.ComputeAsync(whole, FtpHashAlgorithm.Crc32, new FtpByteRange(7, 3));
        var early = Content("xyz0123456789");
        early.Position = 3;

        Assert.Equal((await FtpChecksum.ComputeAsync(Content("789"), FtpHashAlgorithm.Crc32)).ToString(), toTheEnd.ToString());
        await Assert.ThrowsAsync<EndOfStreamException>(() => FtpChecksum.ComputeAsync(early, FtpHashAlgorithm.Crc32, new FtpByteRange(11, 1)).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => FtpChecksum.ComputeAsync(Content("x"), FtpHashAlgorithm.Crc32, default(FtpByteRange)).AsTask());
    }

    [Fact]
    public void Checksums_that_differ_have_other_hash_codes_and_nothing_equals_none()
    {
        var one = new FtpChecksum(FtpHashAlgorithm.Crc32, new byte[] { 1, 2, 3, 4 });
        var codes = Enumerable.Range(0, 20).Select(static i => new FtpChecksum(FtpHashAlgorithm.Crc32, new byte[] { 1, 2, 3, (byte)i }).GetHashCode());

        Assert.False(one.Equals(null));
        Assert.False(one.Equals(new FtpChecksum(FtpHashAlgorithm.Md5, new byte[16])));
        Assert.True(codes.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData(FtpHashAlgorithm.Crc32, "CRC32")]
    [InlineData(FtpHashAlgorithm.Md5, "MD5")]
    [InlineData(FtpHashAlgorithm.Sha1, "SHA-1")]
    [InlineData(FtpHashAlgorithm.Sha256, "SHA-256")]
    [InlineData(FtpHashAlgorithm.Sha512, "SHA-512")]
    public void Algorithms_have_the_names_of_the_registry(FtpHashAlgorithm algorithm, string name) => Assert.Equal(name, FtpChecksum.NameOf(algorithm));
}
