using System.Threading.Channels;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Where the steps of a plan go: in flat memory, a directory before what is in it.</summary>
internal sealed class StepSink(PlanTally tally) : IDisposable
{
    private const int Capacity = 256;

    private readonly SemaphoreSlim _inOrder = new(1);
    private readonly Channel<TransferStep> _steps = Channel.CreateBounded<TransferStep>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ChannelReader<TransferStep> Reader => _steps.Reader;

    public void Complete(Exception? failure) => _steps.Writer.TryComplete(failure);

    /// <summary>Passes on a step that needs no directory.</summary>
    public async ValueTask AddAsync(TransferStep step, CancellationToken cancellationToken)
    {
        tally.Count(step);
        await _steps.Writer.WriteAsync(step, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes on a step in a directory, which is made first where it is not there.</summary>
    public async ValueTask AddAsync(DirectoryVisit directory, TransferStep step, CancellationToken cancellationToken)
    {
        await RequireAsync(directory, cancellationToken).ConfigureAwait(false);
        await AddAsync(step, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a directory, and those above it that still have to be made.</summary>
    public async ValueTask RequireAsync(DirectoryVisit directory, CancellationToken cancellationToken)
    {
        // Made means that those above are made, too.
        if (directory.Creation is null) return;
        await _inOrder.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var missing = new Stack<DirectoryVisit>();
            for (var visit = directory; visit?.Creation is not null; visit = visit.Parent) missing.Push(visit);
            while (missing.TryPop(out var visit))
            {
                await AddAsync(visit.Creation!, cancellationToken).ConfigureAwait(false);
                visit.Creation = null;
            }
        }
        finally
        {
            _inOrder.Release();
        }
    }

    public void Dispose() => _inOrder.Dispose();
}
