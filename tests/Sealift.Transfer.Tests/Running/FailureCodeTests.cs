using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Errors;
using Sealift.Core.Stores;
using Sealift.Core.Wire;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

[Trait("Fault", "F8")]
public sealed class FailureCodeTests
{
    public static TheoryData<Exception, bool, string> Causes { get; } = new()
    {
        { new SourceChangedException("x"), true, "SL-TREE-01" },
        { new NotProvenException("x"), false, "SL-TREE-02" },
        { new NotProvenException("x", hint: null, isForGood: true), false, "SL-DATA-13" },
        { new FileStoreException(FileStoreError.NotFound, FtpPath.Parse("a")), true, "SL-TREE-05" },
        { new FileStoreException(FileStoreError.NoSpace, FtpPath.Parse("a")), false, "SL-FILE-07" },
        { new FtpConnectionException(FtpConnectionFailure.Timeout, "x"), false, "SL-NET-04" },
        { new FtpDataException(FtpDataFailure.OffsetIgnored, "x"), true, "SL-DATA-08" },
        { new FtpReplyException(new FtpCommand("STOR", "a"), new FtpReply(552, "Full.")), false, "SL-DATA-05" },
        { new InvalidOperationException("x"), false, "SL-CLI-03" },
    };

    [Fact]
    public void Every_class_of_failure_leads_to_an_entry_of_the_catalogue() =>
        Assert.All(Enum.GetValues<FailureClass>(), failure =>
            Assert.NotNull(ErrorCatalogue.Find(new TransferFailure(FtpPath.Parse("a"), failure, "x").Code)));

    [Theory]
    [MemberData(nameof(Causes), DisableDiscoveryEnumeration = true)]
    public void A_failure_has_the_code_of_its_cause(Exception cause, bool isSource, string code)
    {
        var failure = FailureJudge.Judge(FtpPath.Parse("a"), cause, isSource);

        Assert.Equal(code, failure.Code);
        Assert.NotNull(ErrorCatalogue.Find(code));
    }
}
