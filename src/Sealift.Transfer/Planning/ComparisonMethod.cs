namespace Sealift.Transfer.Planning;

/// <summary>How files of both sides are compared.</summary>
public enum ComparisonMethod
{
    /// <summary>By size and, to the precision that both sides have, by time.</summary>
    SizeAndTime,

    /// <summary>By size alone.</summary>
    Size,

    /// <summary>By size and checksum: both sides must be able to compute a common one.</summary>
    Hash,
}
