namespace Sealift.Transfer.Planning;

/// <summary>What happens to a file that is in the target already.</summary>
public enum ExistingPolicy
{
    /// <summary>It is replaced where it differs.</summary>
    ReplaceDifferent,

    /// <summary>It is replaced where the source's is newer; where no time can tell, where the sizes differ.</summary>
    ReplaceOlder,

    /// <summary>It stays as it is.</summary>
    Skip,

    /// <summary>It is replaced whatever it is.</summary>
    ReplaceAlways,

    /// <summary>It stays, and a source that differs is put beside it under a name with a number: "report (1).pdf".</summary>
    KeepBoth,
}
