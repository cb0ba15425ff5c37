using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Files.Panes;

/// <summary>What is told of a failure in a pane: the advice for files of this machine does not help with those of a server.</summary>
internal static class PaneFailure
{
    /// <summary>What is shown in its place.</summary>
    public static Exception? Of(Exception? exception) => exception switch
    {
        FileStoreException { Error: FileStoreError.AlreadyExists } e => CommandException.Usage(e.Message, "Choose another name, or delete what has this one first."),

        // The server's own words say more, and its reply has its own advice.
        FileStoreException { InnerException: FtpException server } => server,
        FileStoreException e => CommandException.Usage(e.Message, HintFor(e.Error)),
        _ => exception,
    };

    private static string? HintFor(FileStoreError error) => error switch
    {
        FileStoreError.NotFound => "It may be gone by now: list the directory again.",
        FileStoreError.NotPermitted => "The permissions of it, or of its directory, do not allow it.",
        FileStoreError.DirectoryNotEmpty => "Something was added to it meanwhile, or has a name that cannot be used.",
        FileStoreError.NoSpace => "Free some space, and try again.",
        FileStoreError.NameNotValid => "Choose another name.",
        _ => null,
    };
}
