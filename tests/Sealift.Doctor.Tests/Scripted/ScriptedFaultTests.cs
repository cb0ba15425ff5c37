using Sealift.Client;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Scripted;

/// <summary>Faults that no real server at hand has: the doctor names each, and finds nothing wrong with the same script without it.</summary>
public sealed class ScriptedFaultTests
{
    public static TheoryData<int, string> Rows
    {
        get
        {
            TheoryData<int, string> rows = [];
            for (var i = 0; i < ScriptedFaults.All.Count; i++) rows.Add(i, $"{ScriptedFaults.All[i].Check} {ScriptedFaults.All[i].Wrong}");
            return rows;
        }
    }

    public static TheoryData<string> Checks => [.. ScriptedFaults.All.Select(fault => fault.Check).Where(check => check is not ("SL-FILE-61" or "SL-DATA-64")).Distinct()];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Fault_of_a_scripted_server_is_named(int index, string name)
    {
        var fault = ScriptedFaults.All[index];
        Assert.Equal(name, $"{fault.Check} {fault.Wrong}");

        var finding = await ExamineAsync(fault);

        Assert.True(fault.Title == finding.Fault?.Title, $"{finding.Verdict}: {finding.Summary}\n{string.Join('\n', finding.Evidence)}");
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Same_server_without_the_fault_is_good(string check)
    {
        var finding = await ExamineAsync(new ScriptedFault("", check, ""));

        Assert.True(finding.Verdict == Verdict.Good, $"{finding.Verdict}: {finding.Summary}\n{string.Join('\n', finding.Evidence)}");
    }

    private static async Task<Finding> ExamineAsync(ScriptedFault fault)
    {
        var clock = fault.GreetsAfter is not null || fault.ThinksAbout is not null ? new TestClock() : null;
        var store = new ScriptedStore(fault.Make is { } make ? make() : fault.Odd)
        {
            BeforeGreeting = async () =>
            {
                if (fault.GreetsAfter is not { } time) return;
                await clock!.AwaitTimerAsync(Examine.Silence);
                clock.Advance(time);
            },
            BeforeAnswer = verb =>
            {
                if (fault.ThinksAbout is var (slow, time) && verb == slow) clock!.Advance(time);
            },
            Greeting = fault.Greeting,
            SecuresAfterGreeting = fault.SecuresAfterGreeting,
            Features =
            [
                .. new ScriptedStore().Features.Where(feature => !fault.Features.Contains("-" + feature)),
                .. fault.Features.Where(feature => !feature.StartsWith('-')),
            ],
        };
        await using var peer = ScriptedFtpPeer.Start(store.ServeAsync);
        var options = clock is null ? Examine.Local(peer.Port, peer.AuthorityFile) : Examine.Local(peer.Port, clock, peer.AuthorityFile);
        // A server without a clock of its own is as quick as the machine is, which may be slow: its answers are not judged by that.
        var isTimed = fault.Check is "SL-NET-54" or "SL-NET-55" or "SL-AUTH-52";
        if (clock is null && isTimed) options = options with { Client = options.Client with { TimeProvider = new SlowTime(20, TimeSpan.FromSeconds(1)) } };
        return await Examine.OneAsync(
            options with
            {
                LogsIn = true,
                MayWrite = true,
                Patience = fault.Patience ?? options.Patience,
                Client = options.Client with
                {
                    Host = fault.Host,
                    Credential = FtpCredential.WithPassword("anna", "a password"),
                    Mode = fault.SecuresAfterGreeting ? Core.FtpTlsMode.Implicit : Core.FtpTlsMode.Explicit,
                },
            },
            fault.Check);
    }
}
