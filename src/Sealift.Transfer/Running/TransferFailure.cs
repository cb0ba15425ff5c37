using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>Why a step was not done.</summary>
/// <param name="Path">The path in the target, relative to its root.</param>
/// <param name="Class">The kind of failure.</param>
/// <param name="Cause">The cause in plain words, without secrets. It may quote a server: escape it on a terminal.</param>
public sealed record TransferFailure(FtpPath Path, FailureClass Class, string Cause)
{
    /// <summary>What the user can do about it; null if nothing is known to help.</summary>
    public string? Hint { get; init; }

    /// <summary>The failure's code in the catalogue (<see cref="Core.Errors.ErrorCatalogue"/>), such as <c>SL-TREE-01</c>: that of the cause, or else that of its class.</summary>
    public string Code { get => field ?? FailureJudge.CodeOf(Class, Exception); init; }

    /// <summary>The exception behind it; null where there was none.</summary>
    public Exception? Exception { get; init; }
}
