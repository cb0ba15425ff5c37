using Sealift.Core;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Queues;

/// <summary>A job that can be run: its sides are there, and its options are understood. Whoever runs it disposes it, and the sides with it.</summary>
/// <param name="Source">Where the files come from.</param>
/// <param name="Target">Where they go.</param>
public sealed record PreparedJob(TransferSide Source, TransferSide Target) : IAsyncDisposable
{
    /// <summary>What is compared, left out and deleted.</summary>
    public TransferPlanOptions Plan { get; init; } = new();

    /// <summary>The one file that is copied, relative to the root of the source; null (the default) for the whole tree.</summary>
    public FtpPath? File { get; init; }

    /// <summary>What the one file becomes, relative to the root of the target. Default: <see cref="File"/>.</summary>
    public FtpPath? FileTarget { get; init; }

    /// <summary>How it is carried out. The journal is the queue's.</summary>
    public TransferRunOptions Run { get; init; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync().ConfigureAwait(false);
        await Target.DisposeAsync().ConfigureAwait(false);
    }
}
