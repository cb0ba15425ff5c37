namespace Sealift.Transfer.Events;

/// <summary>What a plan comes to.</summary>
/// <param name="Steps">Steps of every kind.</param>
/// <param name="Files">Files to be copied.</param>
/// <param name="Bytes">Their bytes, as far as the source states sizes.</param>
public readonly record struct TransferTotals(long Steps, long Files, long Bytes);
