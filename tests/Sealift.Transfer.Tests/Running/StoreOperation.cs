namespace Sealift.Transfer.Tests.Running;

/// <summary>What a store is asked to do.</summary>
internal enum StoreOperation
{
    Find,
    List,
    OpenRead,
    Read,
    OpenWrite,
    Write,
    Complete,
    CreateDirectory,
    Move,
    Delete,
    SetModified,
}
