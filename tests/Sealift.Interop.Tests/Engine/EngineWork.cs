using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Interop.Tests.Engine;

/// <summary>Runs of the engine between a directory here and a real server.</summary>
internal static class EngineWork
{
    public static TransferSide Side(Peer peer, FtpPath root, TlsVersion version = TlsVersion.Tls13, int sessions = 8) => Side(
        ClientWork.Options(peer, "127.0.0.1", version, TlsBackend.OpenSsl), root, peer.Name, sessions);

    public static TransferSide Side(FtpClientOptions options, FtpPath root, string name, int sessions = 8) => TransferSide.Ftp(
        new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = sessions }), root, name, name);

    public static async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> RunAsync(
        TransferSide source, TransferSide target, TransferRunOptions options)
    {
        List<TransferEvent> events = [];
        var runner = new TransferRunner(new TransferPlan(source, target), options);
        await foreach (var happened in runner.RunAsync(TestContext.Current.CancellationToken)) events.Add(happened);
        var summary = Assert.IsType<RunFinished>(events[^1]).Summary;
        TestContext.Current.TestOutputHelper?.WriteLine($"{source.Name} to {target.Name}: {summary.FilesDone} files, {summary.Bytes} bytes, {summary.Elapsed.TotalSeconds:0.00} s");
        return (events, summary);
    }

    public static void AssertComplete(TransferRunSummary summary)
    {
        Assert.True(summary.Failures.Count == 0, string.Join('\n', summary.Failures));
        Assert.Null(summary.PlanFailure);
        Assert.True(summary.IsComplete);
    }

    /// <summary>A new directory that the server's user may write to, and its path there.</summary>
    public static (string Here, FtpPath There) MakeDirectory(Peer peer)
    {
        var name = Path.GetRandomFileName();
        var here = Directory.CreateDirectory(Path.Combine(peer.Home, name)).FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(here, (UnixFileMode)0b111_111_111);
        return (here, FtpPath.Root.Append(name));
    }
}
