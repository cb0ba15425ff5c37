using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;

namespace Sealift.Transfer.Watching;

/// <summary>
/// Follows a directory of this machine and carries what changes to another side, once it has stayed the same for a while. It begins with a
/// comparison of both trees, and compares them again when the system lost changes, after a failure, and now and then.
/// </summary>
/// <remarks>Deletions are carried only where the plan's options say so, and always as part of a comparison, with all its safety.</remarks>
public sealed class DirectoryWatch
{
    // How often the directory itself is looked at: whether it is there, and the same one.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly string _directory;
    private readonly TransferSide _source;
    private readonly TransferSide _target;
    private readonly TransferPlanOptions _plan;
    private readonly TransferRunOptions _run;
    private readonly WatchOptions _options;
    private readonly StateFile? _file;
    private readonly Stability _stability;
    private readonly ChangeSteps _changes;
    private string? _identity;

    /// <summary>Prepares to follow a directory; nothing is done before <see cref="RunAsync"/>.</summary>
    /// <param name="directory">The directory of this machine.</param>
    /// <param name="target">Where its content goes; the caller's.</param>
    /// <param name="plan">What is compared, left out and deleted.</param>
    /// <param name="run">How it is carried; the journal is this watch's.</param>
    /// <param name="options">How the directory is followed; the defaults if null.</param>
    /// <param name="file">The state file of the journal; null for runs without one.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public DirectoryWatch(
        string directory, TransferSide target, TransferPlanOptions? plan = null, TransferRunOptions? run = null, WatchOptions? options = null, StateFile? file = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(target);
        _directory = directory;
        _source = TransferSide.Local(directory);
        _target = target;
        _plan = plan ?? new TransferPlanOptions();
        _run = run ?? new TransferRunOptions();
        _options = options ?? new WatchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Settle, TimeSpan.FromMilliseconds(10), nameof(options));
        _file = file;
        _stability = new Stability(_source, _options.Settle, _options.Time);
        _changes = new ChangeSteps(_source, _target, _plan);
    }

    /// <summary>Follows the directory until it is cancelled, and tells what happens. Failures are told and tried again; they do not end it.</summary>
    /// <param name="cancellationToken">Ends it; a file that is on its way is gone on with by another run.</param>
    public async IAsyncEnumerable<WatchEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var feed = new ChangeFeed(_directory);
        var isWhole = true;
        var retry = _options.FirstRetry;
        var compared = _options.Time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            // Watching begins before the comparison, so that nothing falls between the two.
            var cause = await TryStartAsync(feed, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<(FtpPath Path, FtpEntry Entry)> stable = [];
            if (cause is null)
            {
                isWhole |= Take(feed);
                (stable, var gone) = await TakeStableAsync(cancellationToken).ConfigureAwait(false);
                isWhole |= (gone.Count > 0 && _plan.Delete) || (stable.Count > 0 && !_changes.IsPossible) || _options.Time.GetElapsedTime(compared) >= _options.Rescan;
            }

            if (cause is null && (isWhole || stable.Count > 0))
            {
                if (isWhole) _changes.Forget();
                yield return new WatchRun(isWhole ? null : stable.Count);
                var steps = isWhole ? CompareAsync(cancellationToken) : _changes.ForAsync(stable, cancellationToken);
                if (isWhole) compared = _options.Time.GetTimestamp();
                TransferRunSummary? summary = null;
                var (run, problem) = TryOpen(steps, isWhole);
                if (run is not null)
                {
                    await using (run.ConfigureAwait(false))
                    {
                        await foreach (var happened in run.RunAsync(cancellationToken).ConfigureAwait(false))
                        {
                            if (happened is RunFinished finished) summary = finished.Summary;
                            yield return new WatchProgress(happened);
                        }
                    }
                }

                if (cancellationToken.IsCancellationRequested) yield break;
                cause = problem ?? FindCause(summary);
                if (cause is null)
                {
                    isWhole = false;
                    retry = _options.FirstRetry;
                    yield return new WatchRest(null, null);
                }
            }

            if (cause is not null)
            {
                // What failed may be anything: the next attempt looks at everything. The directory may also have gone and come again, and what
                // the system tells is of the one that it was told to watch.
                isWhole = true;
                feed.Stop();
                yield return new WatchRest(cause, retry);
                await WaitAsync(Task.Delay(retry, _options.Time, cancellationToken), retry, cancellationToken).ConfigureAwait(false);
                retry = retry * 2 < _options.LastRetry ? retry * 2 : _options.LastRetry;
                continue;
            }

            var untilRescan = _options.Rescan - _options.Time.GetElapsedTime(compared);
            var pause = _stability.IsEmpty ? Look : _stability.Pause;
            await WaitAsync(feed.News, untilRescan < pause ? untilRescan : pause, cancellationToken).ConfigureAwait(false);

            // Changes come in swarms; a moment gathers them.
            if (feed.News.IsCompleted) await WaitAsync(Task.Delay(_stability.Pause, _options.Time, cancellationToken), _stability.Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<string?> TryStartAsync(ChangeFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            if (!Directory.Exists(_directory))
            {
                feed.Stop();
                return $"The directory {_directory} is not there.";
            }

            // Another directory may have taken its place, where nothing tells of it.
            var found = await _source.Store.FindAsync(_source.Root, cancellationToken).ConfigureAwait(false);
            if (_identity is not null && !string.Equals(_identity, found?.Unique, StringComparison.Ordinal)) feed.NoteReplaced();
            _identity = found?.Unique;
            feed.EnsureStarted();
            return null;
        }
        catch (Exception e) when (e is IOException or FtpException)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop sees it after this.
            return null;
        }
    }

    private bool Take(ChangeFeed feed)
    {
        var (changed, isLossy) = feed.Take();
        foreach (var path in changed) _stability.Note(path);
        return isLossy;
    }

    private async ValueTask<(IReadOnlyList<(FtpPath Path, FtpEntry Entry)> Stable, IReadOnlyList<FtpPath> Gone)> TakeStableAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _stability.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop sees it after this.
            return ([], []);
        }
    }

    // What may still be written is left for later; the system has told of it, or its time says so.
    private async IAsyncEnumerable<TransferStep> CompareAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = new TransferPlan(_source, _target, _plan);
        await foreach (var step in plan.StepsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (step.Action is StepAction.Copy or StepAction.Replace && _stability.IsUnsettled(step.SourcePath ?? step.Path, step.Source)) _stability.Note(step.SourcePath ?? step.Path);
            else yield return step;
        }
    }

    private (WatchedRun? Run, string? Problem) TryOpen(IAsyncEnumerable<TransferStep> steps, bool isWhole)
    {
        if (_file is null) return (new WatchedRun(null, new TransferRunner(_source, _target, steps, _run)), null);
        try
        {
            return (new WatchedRun(JournalledRun.Open(_file, _source, _target, steps, isWhole, _run), null), null);
        }
        catch (StateException e)
        {
            return (null, e.Message);
        }
    }

    private static string? FindCause(TransferRunSummary? summary) => summary switch
    {
        null => "The run did not come to its end.",
        { PlanFailure: { } whole } => whole.Cause,
        { Failures: [var only] } => $"{only.Path}: {only.Cause}",
        { Failures: [var first, ..] failures } => $"{failures.Count} entries failed; the first: {first.Path}: {first.Cause}",
        _ => null,
    };

    private async ValueTask WaitAsync(Task awaited, TimeSpan most, CancellationToken cancellationToken)
    {
        try
        {
            if (most > TimeSpan.Zero) await awaited.WaitAsync(most, _options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time is what is waited for as well.
            return;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop sees it.
            return;
        }
    }

    private sealed record WatchedRun(JournalledRun? Journalled, TransferRunner? Plain) : IAsyncDisposable
    {
        public IAsyncEnumerable<TransferEvent> RunAsync(CancellationToken cancellationToken) =>
            Journalled?.RunAsync(cancellationToken) ?? Plain!.RunAsync(cancellationToken);

        public ValueTask DisposeAsync() => Journalled?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
