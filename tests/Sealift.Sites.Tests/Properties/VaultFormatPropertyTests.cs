using CsCheck;
using Sealift.Sites.Vaults;

namespace Sealift.Sites.Tests.Properties;

/// <summary>The file of the vault: what was sealed is what is opened, and nothing else is.</summary>
public sealed class VaultFormatPropertyTests
{
    [Fact]
    public void Opening_what_was_sealed_gives_the_same_content_and_every_other_byte_shows()
    {
        using var key = VaultKey.Derive("correct horse", new byte[VaultKey.SaltBytes], VaultKey.MinIterations);

        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[0, 1_000_000], Gen.Int[1, 255]).Sample((content, at, change) =>
        {
            var file = VaultFormat.Seal(key, content);
            var opened = VaultFormat.Open(file, key, "vault");

            Assert.True(VaultFormat.IsFor(file, key));
            Assert.Equal(content, opened[..content.Length]);
            Assert.All(opened[content.Length..], static pad => Assert.Equal((byte)' ', pad));
            Assert.Equal(0, opened.Length % 1024);

            file[at % file.Length] ^= (byte)change;
            Assert.Throws<SiteException>(() => VaultFormat.Open(file, key, "vault"));
        });
    }

    [Fact]
    public void No_bytes_are_more_than_a_vault_or_an_error()
    {
        using var key = VaultKey.Derive("correct horse", new byte[VaultKey.SaltBytes], VaultKey.MinIterations);
        var whole = VaultFormat.Seal(key, "{}"u8);

        Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Int[0, whole.Length - 1].Select(length => whole[..length]), Gen.Byte.Array[1, 40].Select(more => (byte[])[.. whole, .. more]))
            .Sample(bytes => Assert.Throws<SiteException>(() => VaultFormat.CheckHeader(bytes, "vault")));
    }
}
