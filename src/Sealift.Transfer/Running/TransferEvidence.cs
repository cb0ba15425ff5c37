namespace Sealift.Transfer.Running;

/// <summary>What shows that a file is complete. Each says more than the one before; several hold at once.</summary>
[Flags]
public enum TransferEvidence
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every byte that the source gave was handed over.</summary>
    Sent = 1,

    /// <summary>The end of the data was proven, by close_notify or by the store itself.</summary>
    EndProven = 2,

    /// <summary>The target confirmed: the final reply was 2xx, or the disk has it (fsync).</summary>
    Confirmed = 4,

    /// <summary>The size in the target is the number of bytes that the source has.</summary>
    SizeCompared = 8,

    /// <summary>Checksums of both sides agree.</summary>
    HashCompared = 16,

    /// <summary>Size and time of the source were the same before and after it was read.</summary>
    SourceUnchanged = 32,

    /// <summary>The confirmation was lost on its way; the target was looked at instead.</summary>
    FoundAfterLostReply = 64,
}
