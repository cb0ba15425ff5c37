namespace Sealift.Transfer.Planning;

/// <summary>How two times stand to each other, as far as they were stated.</summary>
internal enum TimeOrder
{
    /// <summary>They may be the same moment.</summary>
    Same,

    /// <summary>The first is certainly earlier.</summary>
    Earlier,

    /// <summary>The first is certainly later.</summary>
    Later,

    /// <summary>One is not known, or not known well enough to tell.</summary>
    Unknown,
}
