namespace Sealift.Core.Tests;

public sealed class FtpProtocolExceptionTests
{
    [Theory]
    [InlineData(FtpProtocolFailure.Grammar, "SL-FTP-01")]
    [InlineData(FtpProtocolFailure.TooLong, "SL-FTP-02")]
    [InlineData(FtpProtocolFailure.OutOfStep, "SL-FTP-03")]
    public void Each_way_to_break_the_protocol_has_its_code_and_none_passes_by_itself(FtpProtocolFailure failure, string code)
    {
        FtpException error = new FtpProtocolException("what", "why") { Failure = failure };

        Assert.Equal((code, "why", false), (error.Code, error.Hint, error.IsTransient));
    }
}
