namespace Sealift.Transfer.Events;

/// <summary>How far the run is, a few times a second while it moves.</summary>
/// <param name="FilesDone">Files that are done.</param>
/// <param name="Bytes">Bytes that were carried in this run, those of files that are not done yet included.</param>
/// <param name="BytesPerSecond">The rate of the last few seconds.</param>
/// <param name="Known">What the plan comes to so far.</param>
/// <param name="IsPlanComplete">Whether <paramref name="Known"/> is all.</param>
public sealed record RunProgress(long FilesDone, long Bytes, double BytesPerSecond, TransferTotals Known, bool IsPlanComplete) : TransferEvent;
