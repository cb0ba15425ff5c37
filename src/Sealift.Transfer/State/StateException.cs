namespace Sealift.Transfer.State;

/// <summary>The state file, which holds queue and journal, cannot be used. No message holds a secret, and nothing that was there is lost.</summary>
public sealed class StateException : Exception
{
    /// <summary>Says what happened.</summary>
    /// <param name="failure">The kind.</param>
    /// <param name="message">What happened, with the file.</param>
    /// <param name="hint">What to do about it, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public StateException(StateFailure failure, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Hint = hint;
    }

    /// <summary>The kind.</summary>
    public StateFailure Failure { get; }

    /// <summary>The failure's code in the catalogue (<see cref="Core.Errors.ErrorCatalogue"/>), such as <c>SL-STATE-01</c>.</summary>
    public string Code => Failure switch
    {
        StateFailure.NotOurs => "SL-STATE-01",
        StateFailure.Damaged => "SL-STATE-02",
        StateFailure.LibraryMissing => "SL-STATE-04",
        StateFailure.Locked => "SL-STATE-05",
        _ => "SL-STATE-03",
    };

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }

    /// <summary>The process that has what was wanted, for <see cref="StateFailure.Locked"/>; null where it is not known.</summary>
    public LockOwner? Owner { get; init; }
}
