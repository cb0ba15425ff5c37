using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests.Trust;

public sealed class SpkiPinTests
{
    // The SHA-256 of nothing.
    private const string Base64 = "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private const string Hex = "SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void A_pin_is_the_hash_of_the_public_key_info()
    {
        using var ca = new TestCertificates();
        var issued = ca.IssueServer();

        Assert.Equal($"sha256//{Convert.ToBase64String(issued.SpkiSha256)}", SpkiPin.Of(issued.Certificate).ToString());
    }

    [Fact]
    public void Both_forms_are_one_pin()
    {
        var pin = SpkiPin.Parse(Base64);
        var colons = string.Join(':', Hex[7..].ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));

        Assert.Equal(pin, SpkiPin.Parse(Hex));
        Assert.Equal(pin, SpkiPin.Parse("sha256:" + colons));
        Assert.Equal(Base64, pin.ToString());
        Assert.Equal(Hex, pin.ToHexString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256//")]
    [InlineData("sha256//AAAA")]
    [InlineData("sha256//not base64 at all")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("SHA256:e3b0")]
    [InlineData("SHA256:zzb0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("SHA256:e3b:0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=AAAA")]
    public void Anything_else_is_no_pin(string text)
    {
        Assert.False(SpkiPin.TryParse(text, out _));
        Assert.Throws<FormatException>(() => SpkiPin.Parse(text));
    }
}
