using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

public sealed class RunAdvisorTests
{
    [Theory]
    [InlineData(true, 1000, 4096, 5.0, true)]
    [InlineData(false, 1000, 4096, 5.0, false)] // it was TLS 1.2 already
    [InlineData(true, 999, 4096, 5.0, false)]
    [InlineData(true, 1000, 65_537, 5.0, false)]
    [InlineData(true, 1000, 4096, 4.9, false)] // it waited for the network
    public void Another_version_is_advised_where_the_handshakes_of_small_files_kept_the_processor_busy(
        bool speaksTls13, int files, int size, double processorSeconds, bool isAdvised)
    {
        var summary = new TransferRunSummary { FilesDone = files, Bytes = (long)files * size, Elapsed = TimeSpan.FromSeconds(10) };

        var advice = RunAdvisor.Find(speaksTls13, summary, TimeSpan.FromSeconds(processorSeconds));

        Assert.Equal(isAdvised ? TransferAdvice.Tls12ForSmallFiles : null, advice);
    }
}
