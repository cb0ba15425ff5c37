using Microsoft.Extensions.Time.Testing;
using Sealift.Doctor.Examining;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

/// <summary>One check that hangs or throws does not touch the others.</summary>
public sealed class BoundsTests
{
    [Fact]
    public async Task Check_that_throws_cannot_tell_and_the_rest_goes_on()
    {
        var doctor = new ServerDoctor(Examine.Local(21), [new Other((_, _) => throw new InvalidOperationException("oops \x1b[31m")), new Other((check, _) => Task.FromResult(check.Fine()))]);

        var findings = await doctor.ExamineAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([Verdict.CannotTell, Verdict.Good], findings.Select(finding => finding.Verdict));
        Assert.Contains("a defect of sealift: InvalidOperationException: oops \\x1b[31m", findings[0].Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_that_hangs_is_left_behind_whether_it_listens_or_not(bool listens)
    {
        var clock = new TestClock();
        var options = Examine.Local(21, clock) with { CheckLimit = TimeSpan.FromSeconds(60) };
        var doctor = new ServerDoctor(options, [
            new Other(async (check, token) =>
            {
                await Task.Delay(Timeout.Infinite, listens ? token : CancellationToken.None);
                return check.Fine();
            }),
            new Other((check, _) => Task.FromResult(check.Fine())),
        ]);

        var examining = doctor.ExamineAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken).AsTask();
        await clock.PassUntilAsync(examining, TimeSpan.FromSeconds(65)); // its limit, and the grace for those that do not listen

        var findings = await examining;
        Assert.Equal([Verdict.CannotTell, Verdict.Good], findings.Select(finding => finding.Verdict));
        Assert.Contains("not done within 60.0 s", findings[0].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_after_the_whole_time_are_told_as_not_made()
    {
        var time = new FakeTimeProvider();
        var options = Examine.Local(21) with { Client = Examine.Local(21).Client with { TimeProvider = time }, TotalLimit = TimeSpan.FromMinutes(1) };
        var doctor = new ServerDoctor(options, [
            new Other((check, _) =>
            {
                time.Advance(TimeSpan.FromMinutes(2));
                return Task.FromResult(check.Fine());
            }),
            new Other((check, _) => Task.FromResult(check.Fine())),
        ]);

        var findings = await doctor.ExamineAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([Verdict.Good, Verdict.CannotTell], findings.Select(finding => finding.Verdict));
    }

    [Fact]
    public async Task User_who_goes_away_ends_the_examination()
    {
        using var away = new CancellationTokenSource();
        var doctor = new ServerDoctor(Examine.Local(21), [
            new Other(async (check, token) =>
            {
                await away.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return check.Fine();
            }),
        ]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await doctor.ExamineAsync(away.Token).ToListAsync(CancellationToken.None));
    }

    private sealed class Other(Func<Other, CancellationToken, Task<Finding>> run) : DoctorCheck("SL-NET-99", "Other", "Nothing.", "It does not.")
    {
        public override IReadOnlyList<Fault> Faults => [];

        public Finding Fine() => Good("Fine.");

        internal override Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken) => run(this, cancellationToken);
    }
}
