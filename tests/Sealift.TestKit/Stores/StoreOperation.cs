namespace Sealift.TestKit.Stores;

/// <summary>What a store is asked to do.</summary>
public enum StoreOperation
{
    /// <summary>An entry is looked for.</summary>
    Find,

    /// <summary>A directory is listed.</summary>
    List,

    /// <summary>A file is opened to be read.</summary>
    OpenRead,

    /// <summary>A block is read.</summary>
    Read,

    /// <summary>A file is opened to be written.</summary>
    OpenWrite,

    /// <summary>A block is written.</summary>
    Write,

    /// <summary>A file is flushed and completed.</summary>
    Complete,

    /// <summary>A directory is made.</summary>
    CreateDirectory,

    /// <summary>Something gets another name.</summary>
    Move,

    /// <summary>Something is deleted.</summary>
    Delete,

    /// <summary>A time is set.</summary>
    SetModified,
}
