namespace Sealift.Transfer.Watching;

/// <summary>A run begins.</summary>
/// <param name="Changes">How many changed entries it is about; null for a comparison of both trees as a whole.</param>
public sealed record WatchRun(int? Changes) : WatchEvent;
