using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sealift.Client;
using Sealift.Transfer.Journals;

namespace Sealift.Transfer.Running;

/// <summary>How a plan is carried out. Immutable; the defaults are the safe ones.</summary>
public sealed record TransferRunOptions
{
    /// <summary>How many files travel at once, 1 to 256; a server that allows fewer sessions is given fewer. Default 4.</summary>
    public int Sessions { get; init; } = 4;

    /// <summary>What is remembered of each file across runs. Default null: nothing, so that a file that was cut begins again.</summary>
    public ITransferJournal? Journal { get; init; }

    /// <summary>How often and when something is tried again.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>What is demanded before a file counts as complete. Default its size.</summary>
    public TransferProof Proof { get; init; }

    /// <summary>
    /// Whether each file is deleted from the source once it is proven in the target and a fresh look shows the source unchanged.
    /// Default false.
    /// </summary>
    public bool IsMove { get; init; }

    /// <summary>Whether files get the time of their source. Default true.</summary>
    public bool KeepTimes { get; init; } = true;

    /// <summary>
    /// Whether files get the permissions of their source, as far as the source states them and the target takes them. Default true.
    /// A file that is replaced on the local disk keeps its own.
    /// </summary>
    public bool KeepPermissions { get; init; } = true;

    /// <summary>Whether what an earlier attempt left is gone on with, once it is proven. Default true.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>On how many sessions a large file travels at once, 1 to 64. Default 1: whole, on one.</summary>
    public int Segments { get; init; } = 1;

    /// <summary>The smallest segment in bytes, at least 64 KiB: smaller files are not split. Default 64 MiB.</summary>
    public long SmallestSegment { get; init; } = 64 * 1024 * 1024;

    /// <summary>How fast the run may be. Default without limit. <see cref="TransferRunner.RateLimit"/> changes it while it runs.</summary>
    public RateLimit RateLimit { get; init; } = RateLimit.None;

    /// <summary>Which ways a copy from server to server may take.</summary>
    public FtpSiteCopyOptions SiteCopy { get; init; } = new();

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where log messages go. Default nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void ThrowIfInvalid(string parameter)
    {
        if (Sessions is < 1 or > 256) throw new ArgumentOutOfRangeException(parameter, Sessions, "Sessions are 1 to 256.");
        if (Segments is < 1 or > 64) throw new ArgumentOutOfRangeException(parameter, Segments, "Segments are 1 to 64.");
        if (SmallestSegment < 64 * 1024) throw new ArgumentOutOfRangeException(parameter, SmallestSegment, "A segment has 64 KiB at least.");
        if (!Retry.IsValid) throw new ArgumentOutOfRangeException(parameter, Retry, "A number of the retry policy is out of its range.");
    }
}
