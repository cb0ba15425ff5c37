namespace Sealift.Transfer.Journals;

/// <summary>How far a file is.</summary>
public enum FileState
{
    /// <summary>Its part may exist, with bytes in it.</summary>
    Pending,

    /// <summary>Its part is complete and proven, and the rename over the target is the next step.</summary>
    Publishing,

    /// <summary>The target is there, with evidence.</summary>
    Done,

    /// <summary>Given up, with a cause.</summary>
    Failed,
}
