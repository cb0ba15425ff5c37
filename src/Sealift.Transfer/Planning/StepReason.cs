namespace Sealift.Transfer.Planning;

/// <summary>Why a step is in a plan.</summary>
public enum StepReason
{
    /// <summary>The target has no such entry.</summary>
    Missing,

    /// <summary>The sizes differ.</summary>
    SizeDiffers,

    /// <summary>The source is newer than the target, beyond the precision of both.</summary>
    SourceNewer,

    /// <summary>The times differ, beyond the precision of both.</summary>
    TimeDiffers,

    /// <summary>The checksums differ.</summary>
    HashDiffers,

    /// <summary>One is a file, the other a directory or link.</summary>
    KindDiffers,

    /// <summary>Whatever the target is: asked for.</summary>
    Forced,

    /// <summary>Size and time agree.</summary>
    SameSizeAndTime,

    /// <summary>The sizes agree, and nothing else could be compared or was to be.</summary>
    SameSize,

    /// <summary>The checksums agree.</summary>
    SameHash,

    /// <summary>The target is newer, and newer files are kept.</summary>
    TargetNewer,

    /// <summary>There is one already, and existing files are kept.</summary>
    Existing,

    /// <summary>A filter leaves it out.</summary>
    Filtered,

    /// <summary>A symbolic link, and links are left out.</summary>
    LinkLeftOut,

    /// <summary>Neither file nor directory nor link: a device, a socket, an unreadable line of a listing.</summary>
    NotAFile,

    /// <summary>Our own unfinished file of an earlier run.</summary>
    Leftover,

    /// <summary>Two names of the source would be one in the target.</summary>
    NameCollision,

    /// <summary>The name cannot exist in the target.</summary>
    NameNotPossible,

    /// <summary>The source has no such entry.</summary>
    NotInSource,

    /// <summary>A name that no path can have, such as one with a line feed: the entry cannot be asked for, or lies.</summary>
    NameNotSafe,

    /// <summary>A directory that could not be listed, or not to its end. Nothing in it is touched.</summary>
    NotListed,

    /// <summary>A link that is absolute, leads out of the tree, or whose target is not known.</summary>
    LinkLeadsOut,

    /// <summary>A link that leads to a directory it is in, or to nothing.</summary>
    LinkBroken,

    /// <summary>Both are links, and point to different places.</summary>
    LinkDiffers,

    /// <summary>A directory deeper than the plan goes.</summary>
    TooDeep,

    /// <summary>Nothing is deleted, because a listing was not complete.</summary>
    ListingIncomplete,

    /// <summary>Nothing is deleted, because it would be more than allowed and nobody confirmed it.</summary>
    TooManyDeletions,
}
