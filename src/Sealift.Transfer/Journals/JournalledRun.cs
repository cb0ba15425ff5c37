using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;

namespace Sealift.Transfer.Journals;

/// <summary>
/// A run that another process can go on with after any crash: it has the lock of its target, writes a journal, and leaves nothing behind when
/// it has come to its end.
/// </summary>
public sealed class JournalledRun : IAsyncDisposable
{
    private readonly TransferSide _target;
    private readonly TransferJournal _journal;
    private readonly bool _isWhole;

    private JournalledRun(TransferSide target, TransferJournal journal, TransferRunner runner, bool isWhole)
    {
        _target = target;
        _journal = journal;
        _isWhole = isWhole;
        Runner = runner;
    }

    /// <summary>What carries the plan out, to pause it or to change its speed.</summary>
    public TransferRunner Runner { get; }

    /// <summary>Takes the lock of the target and opens the journal.</summary>
    /// <param name="file">The state file.</param>
    /// <param name="plan">What to carry out.</param>
    /// <param name="options">How; their journal is this one. The defaults if null.</param>
    /// <exception cref="StateException">Another process works on the target (<see cref="StateFailure.Locked"/>), or the file cannot be used.</exception>
    public static JournalledRun Open(StateFile file, TransferPlan plan, TransferRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Open(file, plan.Source, plan.Target, plan.StepsAsync(), isWhole: true, options);
    }

    /// <summary>Runs, and tells what happens; as <see cref="Runner"/> does.</summary>
    /// <param name="cancellationToken">Ends the run; what is unfinished is gone on with by another one.</param>
    /// <exception cref="StateException">The journal cannot be written any more.</exception>
    public async IAsyncEnumerable<TransferEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var happened in Runner.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            if (happened is RunFinished { Summary: { PlanFailure: null, WasCancelled: false } } && _isWhole) await CompleteAsync(cancellationToken).ConfigureAwait(false);
            yield return happened;
        }
    }

    /// <summary>Closes the journal, and lets others work on the target.</summary>
    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    internal static JournalledRun Open(
        StateFile file, TransferSide source, TransferSide target, IAsyncEnumerable<TransferStep> steps, bool isWhole, TransferRunOptions? options)
    {
        ArgumentNullException.ThrowIfNull(file);
        var journal = file.OpenJournal(source, target);
        var runner = new TransferRunner(source, target, steps, (options ?? new TransferRunOptions()) with { Journal = journal });
        return new JournalledRun(target, journal, runner, isWhole);
    }

    private async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _journal.CompleteAsync(_target, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FtpException or OperationCanceledException or IOException)
        {
            // The files are where they belong; an unfinished one that could not be deleted is for the next run, or for a clean-up.
            return;
        }
    }
}
