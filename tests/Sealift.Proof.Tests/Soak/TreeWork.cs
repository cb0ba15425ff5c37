using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Proof.Tests.Soak;

/// <summary>A tree that changes, and that the engine makes another like, up or down.</summary>
internal sealed class TreeWork : IDisposable
{
    private const int Sessions = 2;
    private const int MaxVerifications = 5;

    private static readonly RetryPolicy Retry = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(200),
        LongestPause = TimeSpan.FromSeconds(2),
        FullPause = TimeSpan.FromSeconds(1),
        Outage = TimeSpan.FromSeconds(20),
    };

    private readonly SoakTotals _totals;
    private readonly TempDirectory _local = new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);
    private readonly SoakServer _server;
    private readonly SoakTree _tree;
    private readonly MemoryTransferJournal _journal = new();
    private readonly FtpPath _there;
    private readonly string _here;
    private readonly bool _isUp;

    public TreeWork(SoakServer server, bool isUp, SoakTotals totals)
    {
        _server = server;
        _totals = totals;
        _isUp = isUp;
        (_here, _there) = server.MakeDirectory(isUp ? "up" : "down");
        _tree = new SoakTree(isUp ? _local.Path : _here);
        _tree.Fill();
    }

    private string Direction => _isUp ? "tree up" : "tree down";

    public void Dispose() => _local.Dispose();

    public async Task WorkAsync(FtpClientOptions options, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            _tree.Change();
            try
            {
                var summary = await RunAsync(options, stop);
                _totals.Add($"{Direction}: {(summary.IsComplete ? "done" : summary.WasCancelled ? "cancelled" : "failed")}");
                foreach (var failure in summary.Failures) _totals.Add($"file failure {failure.Class}");
            }
            catch (Exception e)
            {
                _totals.Fail(Direction, e, stop.IsCancellationRequested);
            }
        }
    }

    /// <summary>Runs without faults until it is done, and then both trees are the same.</summary>
    public async Task VerifyAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        TransferRunSummary summary;
        for (var trial = 1; ; trial++)
        {
            summary = await RunAsync(options, cancellationToken);
            if (summary.IsComplete || trial == MaxVerifications) break;
            _totals.Add($"{Direction}: verified later");
            await Task.Delay(TimeSpan.FromSeconds(trial), cancellationToken); // a server may need a moment to let go of what a lost session holds
        }

        if (!summary.IsComplete)
        {
            _totals.Violate($"{_server.Name}, {Direction}: not complete without faults: {string.Join("; ", summary.Failures.Append(summary.PlanFailure))}");
            return;
        }

        if (_server.LeavesParts) RemoveParts();
        var (here, there) = (SoakTree.Look(_local.Path), SoakTree.Look(_here));
        var differences = here.Except(there).Concat(there.Except(here)).Select(static one => one.Key).Distinct().ToList();
        if (differences.Count > 0) _totals.Violate($"{_server.Name}, {Direction}: called complete, and these differ: {string.Join(", ", differences)}");
        _totals.Add("trees compared");
        _totals.Add("files compared", here.Count);
    }

    private void RemoveParts()
    {
        foreach (var part in Directory.EnumerateFiles(_here, "*" + LocalFileStore.PartSuffix, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            File.Delete(part);
            _totals.Add("part that a killed server left");
        }
    }

    private async Task<TransferRunSummary> RunAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        await using var there = TransferSide.Ftp(new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = Sessions }), _there, _server.Name, _server.Name);
        await using var here = TransferSide.Local(_local.Path);
        var (source, target) = _isUp ? (here, there) : (there, here);
        var plan = new TransferPlan(source, target, new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None });
        TransferRunSummary? summary = null;
        await foreach (var happened in new TransferRunner(plan, new TransferRunOptions { Sessions = Sessions, Journal = _journal, Retry = Retry }).RunAsync(cancellationToken))
            summary = (happened as RunFinished)?.Summary;
        _totals.Add("files carried", summary!.FilesDone);
        _totals.Add("bytes", summary.Bytes);
        return summary;
    }
}
