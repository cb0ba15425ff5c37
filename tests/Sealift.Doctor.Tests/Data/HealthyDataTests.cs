namespace Sealift.Doctor.Tests.Data;

/// <summary>The checks of data connections and files, against this suite's own server.</summary>
public sealed class HealthyDataTests
{
    public static TheoryData<string> Checks => [.. DoctorCheck.All.Where(IsOfDataOrFiles).Select(check => check.Id)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Healthy_server_has_no_problem_and_nothing_is_left_on_it(string id)
    {
        await using var server = await HealthyServer.StartAsync();

        var finding = await Examine.OneAsync(server.LoggedIn with { MayWrite = true }, id);

        Assert.True(finding.Verdict is Verdict.Good or Verdict.CannotTell || IsKnown(id), $"{finding.Verdict}: {finding.Summary}\n{string.Join('\n', finding.Evidence)}");
        Assert.Empty(await NamesAsync(server));
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Nothing_is_said_of_the_inside_without_a_login(string id)
    {
        await using var server = await HealthyServer.StartAsync();

        var finding = await Examine.OneAsync(server.Options, id);

        Assert.Equal(Verdict.CannotTell, finding.Verdict);
        Assert.True(finding.IsLeftOut);
    }

    [Fact]
    public async Task Nothing_is_written_without_leave()
    {
        await using var server = await HealthyServer.StartAsync();
        var writing = DoctorCheck.All.Where(check => check.Needs == CheckNeeds.Writing).Select(check => check.Id).ToList();

        var report = await Examine.RunAsync(server.LoggedIn, writing);

        Assert.NotEmpty(writing);
        Assert.All(report.Findings, finding => Assert.True(finding.IsLeftOut));
    }

    [Fact]
    public void Every_fault_has_a_remedy_or_a_way_out() => Assert.All(
        DoctorCheck.All.SelectMany(check => check.Faults),
        fault => Assert.True(fault.Meaning.Length > 0 && (fault.Remedies.Count > 0 || fault.Meanwhile is { Length: > 0 }), fault.Title));

    // The server has no active mode, and says so.
    private static bool IsKnown(string id) => id == "SL-DATA-64";

    private static bool IsOfDataOrFiles(DoctorCheck check) =>
        check.Id.StartsWith("SL-DATA-", StringComparison.Ordinal) || check.Id.StartsWith("SL-FILE-", StringComparison.Ordinal);

    private static async Task<List<string>> NamesAsync(HealthyServer server)
    {
        var names = new List<string>();
        await foreach (var entry in server.Store.ListAsync(Core.FtpPath.Root, TestContext.Current.CancellationToken)) names.Add(entry.Name);
        return names;
    }
}
