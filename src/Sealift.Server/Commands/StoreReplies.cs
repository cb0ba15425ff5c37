using Sealift.Core.Stores;

namespace Sealift.Server.Commands;

/// <summary>The reply for each reason a store has to refuse (RFC 959 section 4.2.1). Local paths and system messages stay in the log.</summary>
internal static class StoreReplies
{
    public static (int Code, string Text) For(FileStoreError error) => error switch
    {
        FileStoreError.NotFound => (550, "There is no such file or directory."),
        FileStoreError.AlreadyExists => (550, "There is something of that name already."),
        FileStoreError.NotPermitted => (550, "That is not permitted."),
        FileStoreError.NotADirectory => (550, "That is not a directory."),
        FileStoreError.IsADirectory => (550, "That is a directory."),
        FileStoreError.DirectoryNotEmpty => (550, "The directory is not empty."),
        FileStoreError.ReadOnly => (550, "Nothing can be changed here."),
        FileStoreError.NoSpace => (552, "There is no room left: the disk is full, or your quota."),
        FileStoreError.NameNotValid => (553, "The server cannot have a file of that name."),
        _ => (451, "The server could not read or write."),
    };
}
