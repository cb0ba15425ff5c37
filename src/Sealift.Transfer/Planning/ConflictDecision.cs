namespace Sealift.Transfer.Planning;

/// <summary>What becomes of a file that the target has already and that differs, see <see cref="TransferPlanOptions.DecideConflict"/>.</summary>
public enum ConflictDecision
{
    /// <summary>It is replaced.</summary>
    Replace,

    /// <summary>
    /// It is the beginning of the source's, and is gone on with. Its last block is compared first; where it is no beginning of the source, or smaller than such
    /// a block (64 KiB), it is replaced.
    /// </summary>
    Resume,

    /// <summary>It is replaced where the source's is newer; where no time can tell, where the sizes differ. Otherwise it stays.</summary>
    ReplaceOlder,

    /// <summary>It stays, and the source's is put beside it under a name with a number: "report (1).pdf".</summary>
    KeepBoth,

    /// <summary>It stays.</summary>
    Skip,

    /// <summary>It stays because nobody decided, and the run counts it as failed.</summary>
    Refuse,
}
