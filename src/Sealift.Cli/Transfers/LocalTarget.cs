using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer;

namespace Sealift.Cli.Transfers;

/// <summary>
/// Where a download goes: a file of this machine, which is replaced in one step when the download is complete and not touched
/// before.
/// </summary>
internal sealed class LocalTarget
{
    private readonly LocalFileStore _store;
    private readonly FtpPath _name;

    private LocalTarget(string path, LocalFileStore store, FtpPath name)
    {
        Path = path;
        _store = store;
        _name = name;
    }

    /// <summary>The file as it is shown.</summary>
    public string Path { get; }

    /// <summary>Finds out which file is meant.</summary>
    /// <param name="local">What was typed: a file or a directory; <see langword="null"/> means the current directory.</param>
    /// <param name="remoteName">The name of the file on the server.</param>
    /// <exception cref="CommandException">There cannot be such a file.</exception>
    public static LocalTarget Resolve(string? local, string remoteName)
    {
        var shown = local ?? remoteName;
        if (local is not null && (Directory.Exists(local) || local.EndsWith('/'))) shown = System.IO.Path.Join(local, remoteName);

        // A link stays a link: what it points to is replaced.
        var full = FollowLink(System.IO.Path.GetFullPath(shown));
        var directory = System.IO.Path.GetDirectoryName(full);
        var name = System.IO.Path.GetFileName(full);
        if (Directory.Exists(full) || directory is null)
            throw CommandException.Local($"{shown} is a directory; a file cannot take its place.", "Give a name for the file: LOCAL.", code: FailureCode.LocalFileNeeded);
        if (!FtpPath.IsName(name))
            throw CommandException.Local($"{shown}: the name is empty or contains a control character.", "Give another name: LOCAL.", code: FailureCode.LocalName);
        if (!Directory.Exists(directory))
            throw CommandException.Local($"{directory}: no such directory on this machine.", "Make it first, or give another place: LOCAL.", code: FailureCode.NoLocalFile);
        return new LocalTarget(shown, new LocalFileStore(directory), FtpPath.Home.Append(name));
    }

    /// <summary>The name of the file in <see cref="Side"/>.</summary>
    public FtpPath Name => _name;

    /// <summary>The directory of the file as the side of a transfer.</summary>
    public TransferSide Side() => TransferSide.Local(_store.Root);

    /// <summary>What is there now; null where nothing is.</summary>
    public ValueTask<FtpEntry?> FindAsync(CancellationToken cancellationToken) => _store.FindAsync(_name, cancellationToken);

    /// <summary>Opens the file that will take the name.</summary>
    /// <exception cref="CommandException">What is there is neither a file nor absent.</exception>
    public async ValueTask<FileWriteStream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Renaming over a device such as /dev/null would remove the device.
            var existing = await _store.FindAsync(_name, cancellationToken);
            return existing is null or { Kind: FtpEntryKind.File }
                ? await _store.OpenWriteAsync(_name, FileWriteOptions.Replace, cancellationToken)
                : throw CommandException.Local($"{Path} is not a regular file and is not replaced.", "\"-\" for LOCAL writes to stdout.", code: FailureCode.LocalFileExists);
        }
        catch (FileStoreException e)
        {
            throw CommandException.Local($"{Path} cannot be written: {e.Message}", "Check the permissions of its directory, or give another place: LOCAL.", e);
        }
    }

    /// <summary>Gives the file the time of its source.</summary>
    public ValueTask SetModifiedAsync(DateTimeOffset modified, CancellationToken cancellationToken) =>
        _store.SetModifiedAsync(_name, modified, cancellationToken);

    private static string FollowLink(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (FileNotFoundException)
        {
            return path;
        }
        catch (DirectoryNotFoundException)
        {
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"{path}: {e.Message}", "Check where the link leads, and the permissions on the way.", e);
        }
    }
}
