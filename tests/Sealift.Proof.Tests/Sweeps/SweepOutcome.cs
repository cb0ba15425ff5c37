using Sealift.Transfer.Events;
using Sealift.Transfer.Running;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>What a user was told of one attempt.</summary>
internal sealed record SweepOutcome
{
    /// <summary>What was thrown; null for nothing.</summary>
    public Exception? Error { get; init; }

    /// <summary>What a run of the engine said; null where there was none.</summary>
    public TransferRunSummary? Summary { get; init; }

    /// <summary>The files that were called done.</summary>
    public IReadOnlyList<FileDone> Done { get; init; } = [];

    /// <summary>The names of a listing that was told to be whole.</summary>
    public IReadOnlyList<string>? Listed { get; init; }

    /// <summary>Whether everything was told to have succeeded.</summary>
    public bool IsSuccess => Error is null && Summary is null or { IsComplete: true };

    public override string ToString() => Error?.ToString()
        ?? (Summary is null ? "success" : string.Join("; ", Summary.Failures.Append(Summary.PlanFailure).OfType<TransferFailure>()) is { Length: > 0 } failures ? failures : "success");
}
