using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Cli.Transfers;

/// <summary>What an upload sends: a file of this machine, or stdin.</summary>
internal sealed class LocalSource : IAsyncDisposable
{
    private LocalSource(string shown, string? name, Stream content, long? length, DateTimeOffset? modified)
    {
        Shown = shown;
        Name = name;
        Content = content;
        Length = length;
        Modified = modified;
    }

    /// <summary>The file as it was typed.</summary>
    public string Shown { get; }

    /// <summary>The name it can have on the server; <see langword="null"/> for stdin.</summary>
    public string? Name { get; }

    public Stream Content { get; }

    /// <summary>Bytes, where they are known before.</summary>
    public long? Length { get; }

    /// <summary>The time of the last change; <see langword="null"/> for stdin.</summary>
    public DateTimeOffset? Modified { get; }

    /// <summary>Opens the source.</summary>
    /// <param name="local">A path, or "-" for stdin.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandException">There is no such file, or it cannot be read.</exception>
    public static async ValueTask<LocalSource> OpenAsync(string local, CancellationToken cancellationToken)
    {
        if (local == "-") return new LocalSource("stdin", null, new StandardInput(), null, null);
        if (Directory.Exists(local))
            throw CommandException.Local($"{local} is a directory; put uploads one file.", "Name a file in it.", code: FailureCode.LocalFileNeeded);
        if (!File.Exists(local))
            throw CommandException.Local($"{local}: no such file on this machine.", "Check the path; \"-\" for LOCAL reads stdin.", code: FailureCode.NoLocalFile);
        try
        {
            var full = Path.GetFullPath(File.ResolveLinkTarget(local, returnFinalTarget: true)?.FullName ?? local);
            var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(full), TimeSpan.Zero);
            var file = await ReadAsync(full, cancellationToken);
            return new LocalSource(local, Path.GetFileName(local), file, file.CanSeek ? file.Length : null, modified);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"{local} cannot be read: {e.Message}", "Check the permissions of the file.", e);
        }
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    // A pipe, or a name with a control character, has no place in a store but can be sent all the same.
    private static async ValueTask<Stream> ReadAsync(string full, CancellationToken cancellationToken)
    {
        if (!FtpPath.IsName(Path.GetFileName(full))) return File.OpenRead(full);
        var store = new LocalFileStore(Path.GetDirectoryName(full)!);
        var name = FtpPath.Home.Append(Path.GetFileName(full));
        return await store.FindAsync(name, cancellationToken) is { Kind: FtpEntryKind.File }
            ? await store.OpenReadAsync(name, cancellationToken: cancellationToken)
            : File.OpenRead(full);
    }
}
