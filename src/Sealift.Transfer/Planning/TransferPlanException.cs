namespace Sealift.Transfer.Planning;

/// <summary>There can be no plan for these two trees; nothing was changed.</summary>
/// <param name="refusal">Why.</param>
/// <param name="message">What is wrong, in plain words.</param>
/// <param name="hint">What to do about it.</param>
public sealed class TransferPlanException(PlanRefusal refusal, string message, string hint) : InvalidOperationException(message)
{
    /// <summary>Why.</summary>
    public PlanRefusal Refusal { get; } = refusal;

    /// <summary>What to do about it.</summary>
    public string Hint { get; } = hint;
}
