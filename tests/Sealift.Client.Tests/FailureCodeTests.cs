using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.TestKit;

namespace Sealift.Client.Tests;

/// <summary>Codes of errors are a contract: <c>sealift explain CODE</c> and docs/errors.md know each of them.</summary>
public sealed class FailureCodeTests
{
    private static readonly string Page = File.ReadAllText(Path.Join(Repository.Root, "docs", "errors.md"));

    [Theory]
    [InlineData(425, "SL-DATA-01")]
    [InlineData(522, "SL-DATA-02")]
    [InlineData(521, "SL-DATA-03")]
    [InlineData(426, "SL-DATA-04")]
    [InlineData(451, "SL-DATA-04")]
    [InlineData(452, "SL-DATA-05")]
    [InlineData(552, "SL-DATA-05")]
    [InlineData(450, "SL-REPLY-01")]
    [InlineData(550, "SL-REPLY-01")]
    [InlineData(551, "SL-REPLY-02")]
    [InlineData(553, "SL-REPLY-02")]
    [InlineData(532, "SL-REPLY-03")]
    [InlineData(530, "SL-REPLY-04")]
    [InlineData(500, "SL-REPLY-05")]
    [InlineData(502, "SL-REPLY-05")]
    [InlineData(504, "SL-REPLY-05")]
    [InlineData(501, "SL-REPLY-06")]
    [InlineData(503, "SL-REPLY-07")]
    [InlineData(431, "SL-REPLY-08")]
    [InlineData(533, "SL-REPLY-08")]
    [InlineData(537, "SL-REPLY-08")]
    [InlineData(499, "SL-REPLY-09")]
    [InlineData(599, "SL-REPLY-10")]
    public void A_refusal_has_the_code_of_its_reply(int reply, string code) =>
        AssertCode(code, new FtpReplyException(new FtpCommand("RETR", "file"), new FtpReply(reply, ["No."])));

    [Theory]
    [InlineData(332, "SL-AUTH-02", false)]
    [InlineData(336, "SL-AUTH-03", false)]
    [InlineData(421, "SL-AUTH-04", true)]
    [InlineData(430, "SL-AUTH-04", true)]
    [InlineData(530, "SL-AUTH-01", false)]
    public void A_login_that_was_refused_for_the_moment_is_told_from_one_that_was_refused(int reply, string code, bool isTemporary)
    {
        var failure = new FtpAuthenticationException("joe", new FtpReply(reply, ["No."]));

        AssertCode(code, failure);
        Assert.Equal(isTemporary, failure.Hint!.Contains("too many sessions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FtpConnectionFailure.UnknownHost, "SL-NET-01")]
    [InlineData(FtpConnectionFailure.Refused, "SL-NET-02")]
    [InlineData(FtpConnectionFailure.Unreachable, "SL-NET-03")]
    [InlineData(FtpConnectionFailure.Timeout, "SL-NET-04")]
    [InlineData(FtpConnectionFailure.Closed, "SL-NET-05")]
    [InlineData(FtpConnectionFailure.NotFtp, "SL-NET-06")]
    [InlineData(FtpConnectionFailure.Proxy, "SL-NET-07")]
    public void A_lost_connection_has_the_code_of_its_cause(FtpConnectionFailure failure, string code) =>
        AssertCode(code, new FtpConnectionException(failure, "why"));

    [Fact]
    public void Data_that_are_not_what_they_should_be_are_told_apart()
    {
        AssertCode("SL-DATA-06", new FtpDataException(FtpDataFailure.Damaged, "why"));
        AssertCode("SL-DATA-07", new FtpDataException(FtpDataFailure.TooLarge, "why"));
        AssertCode("SL-DATA-08", new FtpDataException(FtpDataFailure.OffsetIgnored, "why"));
        AssertCode("SL-DATA-10", new FtpSiteCopyException(FtpSiteCopyFailure.NotProven, "why"));
        AssertCode("SL-FTP-04", new FtpEncodingException("RETR", "latin1"));
    }

    private static void AssertCode(string code, FtpException failure)
    {
        Assert.Equal(code, failure.Code);
        Assert.Contains($"| [{code}](", Page, StringComparison.Ordinal);
    }
}
