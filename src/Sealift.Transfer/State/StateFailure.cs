namespace Sealift.Transfer.State;

/// <summary>What kind of thing went wrong with the state file.</summary>
public enum StateFailure
{
    /// <summary>A newer version wrote it, or it is no state file of Sealift. It was left as it is.</summary>
    NotOurs,

    /// <summary>It is damaged. It was left as it is.</summary>
    Damaged,

    /// <summary>It cannot be opened, read or written: permissions, a full disk, another disk fault.</summary>
    Unusable,

    /// <summary>The library e_sqlite3 is not there.</summary>
    LibraryMissing,

    /// <summary>Another process has what was wanted; <see cref="StateException.Owner"/> says which.</summary>
    Locked,
}
