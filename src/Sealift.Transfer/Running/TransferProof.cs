namespace Sealift.Transfer.Running;

/// <summary>What is demanded before a file counts as complete, besides the proven end of its data and the target's confirmation.</summary>
public enum TransferProof
{
    /// <summary>The size in the target, where the target tells it.</summary>
    Size,

    /// <summary>A checksum of both sides, where both can have one; else the size.</summary>
    HashWherePossible,

    /// <summary>A checksum of both sides. Where there is none the file fails.</summary>
    Hash,
}
