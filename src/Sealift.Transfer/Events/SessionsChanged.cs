namespace Sealift.Transfer.Events;

/// <summary>The server of one side allows another number of sessions than was thought.</summary>
/// <param name="Side">What people call the side.</param>
/// <param name="Limit">How many it allows.</param>
public sealed record SessionsChanged(string Side, int Limit) : TransferEvent;
