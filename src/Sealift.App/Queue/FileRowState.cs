namespace Sealift.App.Queue;

/// <summary>How far a file of the running job is.</summary>
public enum FileRowState
{
    /// <summary>It is known and waits for its turn.</summary>
    Waiting,

    /// <summary>It travels.</summary>
    Moving,

    /// <summary>It is there and is being proven.</summary>
    Proving,

    /// <summary>It is complete under its name.</summary>
    Done,

    /// <summary>It failed and is tried again.</summary>
    Retrying,

    /// <summary>It failed.</summary>
    Failed,
}
