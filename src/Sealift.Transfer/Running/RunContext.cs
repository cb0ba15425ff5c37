using System.Collections.Concurrent;
using Sealift.Core;
using Sealift.Transfer.Journals;

namespace Sealift.Transfer.Running;

/// <summary>What the parts of one run share.</summary>
internal sealed class RunContext(TransferSide source, TransferSide target, TransferRunOptions options, FlowGate flow, EventFeed feed) : IDisposable
{
    // Steps that may be known and wait: enough for all sessions, and few enough to be nothing in memory.
    private const int KnownSteps = 4096;

    private TransferFailure? _ending;

    public TransferSide Source { get; } = source;

    public TransferSide Target { get; } = target;

    public TransferRunOptions Options { get; } = options;

    public FlowGate Flow { get; } = flow;

    public EventFeed Feed { get; } = feed;

    public StepQueue Queue { get; } = new(KnownSteps);

    public RunCount Count { get; } = new(options.TimeProvider);

    public SessionWatch Sessions { get; } = new(source, target, options, feed);

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>The way of copies from server to server; null where there is none but through this machine.</summary>
    public SiteRoute? Sites { get; set; }

    /// <summary>What earlier runs left unfinished, as the journal knows it; each is taken out by its step.</summary>
    public ConcurrentDictionary<FtpPath, FileRecord> Unfinished { get; } = new();

    /// <summary>Why no further step can succeed; null while some may.</summary>
    public TransferFailure? Ending => _ending;

    /// <summary>No further step is tried; the plan is not gone on with.</summary>
    public CancellationTokenSource Planning { get; } = new();

    public FtpPath InSource(FileJob job) => Source.Root.Combine(job.Step.SourcePath ?? job.Step.Path);

    public FtpPath InTarget(FtpPath path) => Target.Root.Combine(path);

    public async ValueTask EndAsync(TransferFailure failure)
    {
        if (Interlocked.CompareExchange(ref _ending, failure, comparand: null) is null) await Planning.CancelAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        Sites?.Dispose();
        Queue.Dispose();
        Planning.Dispose();
    }
}
