using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

public sealed class UnixPermissionsTests
{
    [Fact]
    public void Every_mode_comes_back_from_its_letters_and_from_its_digits()
    {
        for (var mode = 0; mode <= 0xFFF; mode++)
        {
            var letters = UnixPermissions.Format(mode);

            Assert.True(UnixPermissions.TryToOctal(letters, out var octal));
            Assert.Equal(mode, UnixPermissions.ParseOctal(octal));
            Assert.True(UnixPermissions.TryToLetters(octal, out var again));
            Assert.Equal(letters, again);
            Assert.True(UnixPermissions.TryToLetters(letters, out var same));
            Assert.Equal(letters, same);
        }
    }

    [Theory]
    [InlineData("rw-r--r--", "0644")]
    [InlineData("rwsr-Sr-T", "07744")]
    [InlineData("644", "644")]
    [InlineData("0100644", "0100644")]
    [InlineData("7", "7")]
    public void A_mode_is_told_in_digits(string text, string expected)
    {
        Assert.True(UnixPermissions.TryToOctal(text, out var octal));
        Assert.Equal(expected, octal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("01006440")]
    [InlineData("rw-r--r-")]
    [InlineData("rw-r--r--+")]
    [InlineData("wr-r--r--")]
    [InlineData("rw-r--x--")]
    [InlineData("rwsr-S--T-")]
    public void What_is_no_mode_is_refused(string text)
    {
        Assert.False(UnixPermissions.TryToOctal(text, out _));
        Assert.False(UnixPermissions.TryToLetters(text, out _));
    }
}
