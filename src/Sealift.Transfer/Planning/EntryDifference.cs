namespace Sealift.Transfer.Planning;

/// <summary>How an entry stands to the one of the same name on another side.</summary>
public enum EntryDifference
{
    /// <summary>As far as their facts say, both are the same.</summary>
    Same,

    /// <summary>They differ, and this one is certainly newer.</summary>
    Newer,

    /// <summary>They differ, and this one is certainly older.</summary>
    Older,

    /// <summary>They differ, and which one is newer cannot be told.</summary>
    Different,

    /// <summary>The other side has none of this name.</summary>
    OnlyHere,
}
