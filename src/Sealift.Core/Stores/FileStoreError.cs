namespace Sealift.Core.Stores;

/// <summary>Why a store refused.</summary>
public enum FileStoreError
{
    /// <summary>A reason of its own; the message says which.</summary>
    Other,

    /// <summary>The file, or a directory on the way to it, does not exist.</summary>
    NotFound,

    /// <summary>There is something at that path already.</summary>
    AlreadyExists,

    /// <summary>Access is denied, or the path leads out of the store.</summary>
    NotPermitted,

    /// <summary>A directory was needed.</summary>
    NotADirectory,

    /// <summary>A file was needed.</summary>
    IsADirectory,

    /// <summary>Only an empty directory can be deleted.</summary>
    DirectoryNotEmpty,

    /// <summary>The disk or the quota is full.</summary>
    NoSpace,

    /// <summary>The file system or the store is read-only.</summary>
    ReadOnly,

    /// <summary>The store cannot hold such a name.</summary>
    NameNotValid,
}
