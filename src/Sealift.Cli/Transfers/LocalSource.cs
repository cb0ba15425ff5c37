using Sealift.Cli.Output;

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
    /// <exception cref="CommandException">There is no such file, or it cannot be read.</exception>
    public static LocalSource Open(string local)
    {
        if (local == "-") return new LocalSource("stdin", null, new StandardInput(), null, null);
        if (Directory.Exists(local))
            throw CommandException.Local($"{local} is a directory; put uploads one file.", "Name a file in it.");
        if (!File.Exists(local))
            throw CommandException.Local($"{local}: no such file on this machine.", "Check the path; \"-\" for LOCAL reads stdin.");
        try
        {
            // Unbuffered: the upload copies large blocks itself.
            var file = new FileStream(
                local,
                new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
            var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle), TimeSpan.Zero);
            return new LocalSource(local, Path.GetFileName(local), file, file.CanSeek ? file.Length : null, modified);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"{local} cannot be read: {e.Message}", "Check the permissions of the file.", e);
        }
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
