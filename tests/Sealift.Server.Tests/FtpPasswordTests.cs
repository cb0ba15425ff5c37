using System.Security.Cryptography;

namespace Sealift.Server.Tests;

public sealed class FtpPasswordTests
{
    [Fact]
    public void Hash_states_its_cost_and_salt_and_verifies()
    {
        var hash = FtpPassword.Hash("pass wörd", 1000);

        Assert.StartsWith("pbkdf2-sha256$1000$", hash, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", hash["pbkdf2-sha256".Length..], StringComparison.Ordinal);
        Assert.NotEqual(hash, FtpPassword.Hash("pass wörd", 1000));
        Assert.True(FtpPassword.Verify("pass wörd", hash));
        Assert.False(FtpPassword.Verify("pass word", hash));
        Assert.False(FtpPassword.Verify("", hash));
    }

    [Fact]
    public void Default_cost_is_600000()
    {
        Assert.Equal(600_000, FtpPassword.DefaultIterations);
        Assert.StartsWith("pbkdf2-sha256$600000$", FtpPassword.Hash("x"), StringComparison.Ordinal);
    }

    // RFC 7914 section 11: "Password", "NaCl", 80,000 iterations; the first 32 bytes of the 64.
    [Fact]
    public void Published_vector_verifies()
    {
        // The salt of the vector is shorter than a hash may have here, so the derivation is checked, then its use.
        var vector = Rfc2898DeriveBytes.Pbkdf2("Password"u8, "NaCl"u8, 80_000, HashAlgorithmName.SHA256, 32);
        var key = Rfc2898DeriveBytes.Pbkdf2("Password"u8, "NaClNaCl"u8, 80_000, HashAlgorithmName.SHA256, 32);

        Assert.Equal("4DDCD8F60B98BE21830CEE5EF22701F9641A4418D04C0414AEFF08876B34AB56", Convert.ToHexString(vector));
        Assert.True(FtpPassword.Verify(
            "Password", $"pbkdf2-sha256$80000${Convert.ToBase64String("NaClNaCl"u8)}${Convert.ToBase64String(key)}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("pbkdf2-sha256$0$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$99999999999$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$1000$AA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$1000$AAAAAAAAAAAAAAAAAAAAAA==$AAAA")]
    [InlineData("pbkdf2-sha256$1000$!!!$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha1$1000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_hash_is_not_taken_for_one(string? text)
    {
        Assert.False(FtpPassword.IsHash(text));
        if (text is not null) Assert.Throws<FormatException>(() => FtpPassword.Verify("", text));
    }
}
