using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Secrets;

/// <summary>A server that was told the password, and repeats it wherever it can, in every form: no output and no file has it.</summary>
[Trait("Threat", "T33")]
public sealed class EchoTests : CommandTests
{
    // What repeats the canary to the user, and what it is asked for. Slow ones of the doctor's checks are of no use here.
    private static readonly string[] Deeds =
    [
        "ls --json @U/", "ls @U/ --trace=t.zip", "ls @U/ --trace=t.svg", "ls @U/ --trace=t.txt --full", "ls @U/ --trace=t.mmd", "ls @U/ --trace=t.html",
        "stat --server @U", "stat --server --json @U", "stat @U/a", "get @U/a b --json --trace=t.jsonl", "cat @U/a --trace", "trace @U/", "hash @U/a", "rm @U/a",
        "doctor @U --only SL-NET --only SL-CERT --only SL-AUTH --only SL-TLS-51 --only SL-TLS-59 --only SL-TLS-60 --only SL-DATA-51,SL-DATA-54,SL-DATA-63,SL-FILE-58 --html=report.html",
        "doctor @U --only SL-NET-54,SL-CERT,SL-AUTH,SL-TLS-52,SL-DATA-52,SL-DATA-53,SL-FILE-58 --json",
    ];

    // All forms in one line: each is found beside the others.
    private static readonly byte[] Echo = [.. Canary.Echoes.SelectMany(echo => (byte[])[.. echo.Bytes, (byte)' '])];

    public static TheoryData<string> Commands => [.. Deeds];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Password_that_a_server_repeats_is_shown_by_no_command(string deed) => await RunAsync(Echo, refused: null, deed);

    [Theory]
    [InlineData("USER")]
    [InlineData("PASS")]
    [InlineData("PBSZ")]
    [InlineData("PROT")]
    [InlineData("TYPE")]
    [InlineData("EPSV")]
    [InlineData("MLSD")]
    public async Task Password_is_not_shown_where_a_refusal_repeats_it(string verb) => await RunAsync(Echo, verb, "ls --json @U/ --trace=t.zip");

    [Fact]
    public async Task Password_is_shown_in_no_form_alone()
    {
        foreach (var (_, bytes) in Canary.Echoes) await RunAsync(bytes, refused: null, "ls --json @U/ --trace=t.jsonl");
    }

    private async Task RunAsync(byte[] echo, string? refused, string deed)
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.Issue(new TestCertificateOptions { CommonName = Canary.Password });
        await using var peer = EchoPeer.Start(echo, certificate, refused);
        await RunAsync(deed, peer, certificates);
    }

    private async Task RunAsync(string deed, ScriptedFtpPeer peer, TestCertificates certificates)
    {
        var words = deed.Replace("@U", $"ftpes://alice@127.0.0.1:{peer.Port}", StringComparison.Ordinal).Split(' ');
        var before = peer.Sessions.Count;

        var result = await SealiftRun.RunAsync(Home, [.. words, "--ca", certificates.AuthorityFile], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = Canary.Password });

        Assert.True(peer.Sessions.Skip(before).Any(session => session.CommandsInTls.Contains($"PASS {Canary.Password}")), $"{deed}: the server was not told\n{result.Error}");
        Canary.AssertAbsent($"{deed}: stdout", Encoding.UTF8.GetBytes(result.Output));
        Canary.AssertAbsent($"{deed}: stderr", Encoding.UTF8.GetBytes(result.Error));
        foreach (var file in Directory.EnumerateFiles(Home.Path, "*", SearchOption.AllDirectories))
        {
            Canary.AssertAbsent($"{deed}: {Path.GetFileName(file)}", File.ReadAllBytes(file));
            File.Delete(file);
        }
    }
}
