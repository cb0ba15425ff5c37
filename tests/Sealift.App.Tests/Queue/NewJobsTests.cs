using Sealift.App.Queue;
using Sealift.Cli.Output;
using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;

namespace Sealift.App.Tests.Queue;

public sealed class NewJobsTests
{
    [Fact]
    public void A_transfer_of_a_pane_becomes_a_job_that_asks()
    {
        var job = NewJobs.From(new NewTransfer("/srv/./reports/", "ftpes://anna@ftp.example.org/inbox/") { Priority = 3, IsPaused = true, Words = ["--verify"] });
        var words = JobWords.Of(new TransferJob(1, job.Source, job.Target) { Options = job.Options });

        Assert.Equal("/srv/reports/", job.Source);
        Assert.Equal("ftpes://anna@ftp.example.org/inbox/", job.Target);
        Assert.True(words.Asks);
        Assert.Equal(["--verify"], words.Arguments);
        Assert.Equal(3, job.Priority);
        Assert.True(job.IsPaused);
    }

    [Theory]
    [InlineData("--existing", "newer")]
    [InlineData("--existing", "both")]
    public void A_transfer_whose_words_decide_about_existing_files_never_asks(params string[] words) =>
        Assert.DoesNotContain("asks", NewJobs.From(new NewTransfer("/a", "/b") { Words = words }).Options, StringComparison.Ordinal);

    [Fact]
    public void A_transfer_with_a_schedule_never_asks()
    {
        var job = NewJobs.From(new NewTransfer("/a", "/b") { Schedule = JobSchedule.Every("@daily", TimeZoneInfo.Utc) });

        Assert.DoesNotContain("asks", job.Options, StringComparison.Ordinal);
        Assert.Equal("@daily", job.Schedule!.Cron);
    }

    [Theory]
    [InlineData("ftpes://anna:secret@ftp.example.org/", "--verify")]
    [InlineData("/srv", "--nonsense")]
    [InlineData("/srv", "--dry-run")]
    public void What_cannot_wait_in_the_queue_is_refused(string target, string word) =>
        Assert.Throws<CommandException>(() => NewJobs.From(new NewTransfer("/a", target) { Words = [word] }));
}
