namespace Sealift.Core.Tests;

public sealed class FtpEntryTests
{
    [Theory]
    [InlineData("rw-r--r--", 0x1A4)]
    [InlineData("0644", 0x1A4)]
    [InlineData("01777", 0x1FF)] // the sticky bit is none of the nine
    [InlineData("rwsr-xr-x", 0x1ED)]
    [InlineData("[RWED,RE]", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Permissions_of_unix_are_nine_bits(string? permissions, int? expected) =>
        Assert.Equal((UnixFileMode?)expected, new FtpEntry { Name = "x", Permissions = permissions }.UnixMode);

    [Theory]
    [InlineData("x", FtpEntryKind.File, true)]
    [InlineData("..", FtpEntryKind.Directory, false)]
    [InlineData("a/b", FtpEntryKind.File, false)]
    [InlineData("x", FtpEntryKind.Unreadable, false)]
    public void Name_is_safe_when_it_can_be_one_segment_of_a_path(string name, FtpEntryKind kind, bool expected) =>
        Assert.Equal(expected, new FtpEntry { Name = name, Kind = kind }.IsSafeName);
}
