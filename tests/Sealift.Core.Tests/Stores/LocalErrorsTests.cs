using Sealift.Core.Stores;

namespace Sealift.Core.Tests.Stores;

[Trait("Fault", "F12")]
public sealed class LocalErrorsTests
{
    [Theory]
    [InlineData(28, FileStoreError.NoSpace)]
    [InlineData(122, FileStoreError.NoSpace)]
    [InlineData(unchecked((int)0x80070070), FileStoreError.NoSpace)]
    [InlineData(30, FileStoreError.ReadOnly)]
    [InlineData(39, FileStoreError.DirectoryNotEmpty)]
    [InlineData(20, FileStoreError.NotADirectory)]
    [InlineData(17, FileStoreError.AlreadyExists)]
    [InlineData(5, FileStoreError.Other)]
    public void A_code_of_the_system_becomes_a_reason(int code, FileStoreError expected)
    {
        var refused = LocalErrors.Translate(new IOException("disk says so", code), FtpPath.Parse("/a\u202eb"));

        Assert.Equal(expected, refused.Error);
        Assert.StartsWith("/a\\u202eb: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(expected == FileStoreError.Other, refused.Message.EndsWith("disk says so", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_platform_throws_becomes_a_reason()
    {
        var path = FtpPath.Root;

        Assert.Equal(FileStoreError.NotFound, LocalErrors.Translate(new FileNotFoundException(), path).Error);
        Assert.Equal(FileStoreError.NotFound, LocalErrors.Translate(new DirectoryNotFoundException(), path).Error);
        Assert.Equal(FileStoreError.NotPermitted, LocalErrors.Translate(new UnauthorizedAccessException(), path).Error);
        Assert.Equal(FileStoreError.NameNotValid, LocalErrors.Translate(new PathTooLongException(), path).Error);
    }
}
