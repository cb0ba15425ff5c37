using CsCheck;
using Sealift.Core.Compression;

namespace Sealift.Core.Tests.Compression;

public sealed class Adler32Tests
{
    [Fact]
    public void Checksum_is_that_of_the_definition() => Gen.Byte.Array[0, 12_000].Sample(bytes =>
    {
        var checksum = new Adler32();
        checksum.Append(bytes);
        var (low, high) = (1UL, 0UL);
        foreach (var value in bytes)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }

        return checksum.Value == (high << 16 | low);
    }, iter: 100);
}
