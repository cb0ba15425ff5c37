namespace Sealift.Transfer.Leftovers;

/// <summary>Whether somebody has a use for an unfinished file.</summary>
public enum LeftoverState
{
    /// <summary>Nobody knows it, and it is old enough: it can go.</summary>
    Abandoned,

    /// <summary>A journal of this machine knows it, no run is under way, and it is old enough: it can go, and the next run begins that file anew.</summary>
    Resumable,

    /// <summary>It was changed lately, or its time is not told: somebody may be writing it.</summary>
    Recent,

    /// <summary>A run of this machine that is under way has it.</summary>
    InUse,

    /// <summary>The old content of a file, and the new one has its name: it can go.</summary>
    Superseded,

    /// <summary>The old content of a file whose name nothing has: the only copy there is. It is never deleted, but can be put back.</summary>
    OnlyCopy,
}
