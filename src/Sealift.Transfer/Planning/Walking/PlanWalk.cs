using System.Runtime.CompilerServices;
using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>One walk through both trees: several directories at once, then the links, then the deletions.</summary>
internal sealed class PlanWalk : IAsyncDisposable
{
    private readonly TransferSide _source;
    private readonly TransferSide _target;
    private readonly TransferPlanOptions _options;
    private readonly PlanGround _ground;
    private readonly PlanTally _tally;
    private readonly StepSink _sink;
    private readonly PendingDirectories _pending = new();
    private readonly StepSpool _links = new();
    private readonly DeletionList _deletions = new();

    public PlanWalk(TransferSide source, TransferSide target, TransferPlanOptions options, PlanGround ground, PlanTally tally)
    {
        _ground = ground;
        _source = source;
        _target = target;
        _options = options;
        _tally = tally;
        _sink = new StepSink(tally);
    }

    public async IAsyncEnumerable<TransferStep> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walking = WalkAsync(stop.Token);
        try
        {
            await foreach (var step in _sink.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return step;
        }
        finally
        {
            // Whoever stops reading, stops the walk; its failure came through the reader.
            await stop.CancelAsync().ConfigureAwait(false);
            await walking.ConfigureAwait(false);
        }

        await foreach (var link in _links.ForwardAsync(cancellationToken).ConfigureAwait(false))
        {
            _tally.Count(link);
            yield return link;
        }

        if (_options.Delete)
        {
            await foreach (var deletion in _deletions.ReadAsync(_options, _tally, cancellationToken).ConfigureAwait(false))
            {
                _tally.Count(deletion);
                yield return deletion;
            }
        }

        _tally.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        _sink.Dispose();
        _pending.Dispose();
        await _links.DisposeAsync().ConfigureAwait(false);
        await _deletions.DisposeAsync().ConfigureAwait(false);
    }

    // Never throws: what fails is told to the reader.
    private async Task WalkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var planner = await PrepareAsync(stop.Token).ConfigureAwait(false);
            var workers = Enumerable.Range(0, Math.Clamp(_options.ParallelListings, 1, 100)).Select(_ => WorkAsync(planner, stop)).ToArray();
            await Task.WhenAll(workers).ConfigureAwait(false);
            _sink.Complete(null);
        }
        catch (Exception e)
        {
            _sink.Complete(e);
        }
    }

    private async ValueTask<DirectoryPlanner> PrepareAsync(CancellationToken cancellationToken)
    {
        var comparer = new FileComparer(_source, _target, _ground.Source, _ground.Target, _options);
        await comparer.PrepareAsync(cancellationToken).ConfigureAwait(false);

        var top = new DirectoryVisit
        {
            Path = FtpPath.Home,
            SourcePath = FtpPath.Home,
            Place = FtpPath.Home,
            IsInSource = true,
            IsInTarget = _ground.IsTargetThere,
            Creation = _ground.IsTargetThere ? null : new TransferStep(StepAction.CreateDirectory, FtpPath.Home, StepReason.Missing) { Because = "the target is not there yet" },
        };
        if (_options.Filter.IsEmpty) await _sink.RequireAsync(top, cancellationToken).ConfigureAwait(false);
        _pending.Add(top);
        var resolver = new EntryResolver(_target, _options.TimeProvider);
        return new DirectoryPlanner(_source, _target, _ground.Target.Traits, _options)
        {
            Selection = new SourceSelection(_source, _ground.Source, _ground.Target, _options, _tally, _sink),
            Times = new ExactTimes(_source, _target, comparer, _options),
            Decision = new FileDecision(_ground.Target, resolver, comparer, _options),
            Surplus = new TargetSurplus(_target, resolver, _deletions, _options),
            Tally = _tally,
            Sink = _sink,
            Pending = _pending,
            Links = _links,
            Deletions = _deletions,
        };
    }

    private async Task WorkAsync(DirectoryPlanner planner, CancellationTokenSource stop)
    {
        try
        {
            while (await _pending.TakeAsync(stop.Token).ConfigureAwait(false) is { } visit)
            {
                try
                {
                    await planner.PlanAsync(visit, stop.Token).ConfigureAwait(false);
                }
                finally
                {
                    _pending.Done();
                }
            }
        }
        catch
        {
            // The others would wait for directories that nobody finds any more.
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
