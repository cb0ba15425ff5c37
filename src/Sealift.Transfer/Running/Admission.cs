namespace Sealift.Transfer.Running;

/// <summary>Under which circumstances a step went to the target: what becomes of it is judged by these, not by what has happened since.</summary>
/// <param name="Round">How often a full target had found room again before.</param>
/// <param name="IsProbe">Whether this step tries, for all the others, whether there is room again.</param>
internal readonly record struct Admission(int Round, bool IsProbe);
