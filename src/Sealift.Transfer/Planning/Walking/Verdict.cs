namespace Sealift.Transfer.Planning.Walking;

/// <summary>What is to be done with an entry that both sides have, and why.</summary>
internal readonly record struct Verdict(StepAction Action, StepReason Reason, string Because);
