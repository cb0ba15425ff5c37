namespace Sealift.Transfer.Planning;

/// <summary>What a step does to the target.</summary>
public enum StepAction
{
    /// <summary>Makes a directory.</summary>
    CreateDirectory,

    /// <summary>Copies a file that is not there.</summary>
    Copy,

    /// <summary>Copies a file over one that differs.</summary>
    Replace,

    /// <summary>Sets the time of a file whose content is right.</summary>
    SetTime,

    /// <summary>Makes a symbolic link.</summary>
    Link,

    /// <summary>Nothing: the target is as it should be.</summary>
    Keep,

    /// <summary>Nothing: left out by a rule, such as a filter.</summary>
    Skip,

    /// <summary>Nothing, because it cannot be done; the run counts it as failed.</summary>
    Refuse,

    /// <summary>Deletes a file or link of the target.</summary>
    Delete,

    /// <summary>Deletes a directory of the target, which is empty by then.</summary>
    DeleteDirectory,
}
