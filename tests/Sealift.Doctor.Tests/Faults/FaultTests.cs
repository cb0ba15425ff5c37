using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Faults;

/// <summary>
/// Real servers that are set up wrongly: the doctor names each fault. The table in docs/doctor.md says what it found; with
/// SEALIFT_DOCTOR=FILE the rows are appended to the file instead of compared, and eng/doctor-table.sh makes the table of them.
/// </summary>
[Collection(nameof(RealServersCollection))]
public sealed class FaultTests(PeerServers healthy, FaultyPeers faulty)
{
    private const int LeastFaults = 25;
    private const int LeastChecks = 30;

    public static TheoryData<int, string> Rows
    {
        get
        {
            TheoryData<int, string> rows = [];
            for (var i = 0; i < FaultCases.All.Count; i++) rows.Add(i, $"{FaultCases.All[i].Server} {FaultCases.All[i].Check}");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Fault_of_a_real_server_is_named(int index, string name)
    {
        var fault = FaultCases.All[index];
        Assert.Equal(name, $"{fault.Server} {fault.Check}");

        var finding = await ExamineAsync(fault);

        Assert.True(fault.Title == finding.Fault?.Title, $"{finding.Verdict}: {finding.Summary}\n{string.Join('\n', finding.Evidence)}");
        var row = FaultTable.Row(fault, finding);
        if (Environment.GetEnvironmentVariable("SEALIFT_DOCTOR") is { Length: > 0 } file) await File.AppendAllLinesAsync(file, [row], TestContext.Current.CancellationToken);
        else Assert.Contains(row, FaultTable.Rows);
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Proftpd)]
    public async Task Demand_for_resumption_is_named(string server)
    {
        var finding = await Examine.OneAsync(PeerExamination.Of(healthy.Require(server)), "SL-DATA-55");

        Assert.Equal(Verdict.Good, finding.Verdict);
        Assert.Equal("A data connection that resumes nothing is refused.", finding.Summary);
    }

    [Fact]
    public void Table_is_written_from_the_results()
    {
        if (Environment.GetEnvironmentVariable("SEALIFT_DOCTOR_TABLE") is { Length: > 0 } file) FaultTable.Write(File.ReadAllLines(file));

        Assert.Equal(FaultCases.All.Count, FaultTable.Rows.Count);
        Assert.Equal(FaultTable.ExpectedScriptedRows, FaultTable.ScriptedRows);
        Assert.True(FaultCases.All.Where(fault => !fault.IsNatural).Select(fault => (fault.Check, fault.Title)).Distinct().Count() >= LeastFaults);
        Assert.True(DoctorCheck.All.Count >= LeastChecks);
    }

    private async Task<Finding> ExamineAsync(FaultCase fault)
    {
        if (fault.Server == FaultCases.BehindFirewall)
        {
            var peer = healthy.Require(PeerNames.Vsftpd);
            await using var firewall = new ControlPortForwarder(peer.Port);
            var options = PeerExamination.Of(peer);
            return await Examine.OneAsync(options with { Client = options.Client with { Host = ControlPortForwarder.Address.ToString() } }, fault.Check);
        }

        var isHealthy = healthy.All.Any(peer => peer.Name == fault.Server);
        return await Examine.OneAsync(PeerExamination.Of(isHealthy ? healthy.Require(fault.Server) : faulty.Require(fault.Server)), fault.Check);
    }
}
