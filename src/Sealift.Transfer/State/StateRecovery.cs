namespace Sealift.Transfer.State;

/// <summary>What became of a state file that was damaged.</summary>
/// <param name="KeptAs">The damaged file, kept as it was.</param>
/// <param name="Jobs">Jobs of the queue that are in the new file.</param>
/// <param name="Files">Records of files that are in the new file.</param>
public sealed record StateRecovery(string KeptAs, int Jobs, int Files);
