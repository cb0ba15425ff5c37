namespace Sealift.Transfer.Planning;

/// <summary>Why there can be no plan.</summary>
public enum PlanRefusal
{
    /// <summary>Source and target are the same directory.</summary>
    SameTree,

    /// <summary>The target lies in the source: copies would be copied.</summary>
    TargetInsideSource,

    /// <summary>The source lies in the target: it would be written over, or deleted.</summary>
    SourceInsideTarget,

    /// <summary>There is no such source.</summary>
    SourceMissing,

    /// <summary>The source is not a directory.</summary>
    SourceNotADirectory,

    /// <summary>The target is there and not a directory.</summary>
    TargetNotADirectory,

    /// <summary>Checksums were to be compared, and the two sides have none in common.</summary>
    NoChecksums,
}
