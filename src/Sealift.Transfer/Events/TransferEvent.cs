namespace Sealift.Transfer.Events;

/// <summary>
/// Something that happened in a run. The set of derived records is closed: <see cref="RunStarted"/> comes first,
/// <see cref="RunFinished"/> last, and what concerns one file comes in its order.
/// </summary>
public abstract record TransferEvent
{
    private protected TransferEvent()
    {
        // The derived records are all in this folder.
    }
}
