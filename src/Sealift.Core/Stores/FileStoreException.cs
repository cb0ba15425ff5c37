namespace Sealift.Core.Stores;

/// <summary>A store refused an operation.</summary>
public sealed class FileStoreException : IOException
{
    /// <summary>Creates the exception with a message made from the reason.</summary>
    /// <param name="error">The reason.</param>
    /// <param name="path">The path it is about.</param>
    /// <param name="detail">What to say instead of the usual words for the reason.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public FileStoreException(FileStoreError error, FtpPath path, string? detail = null, Exception? innerException = null)
        : base($"{TerminalText.Escape(path?.ToString() ?? "")}: {detail ?? Words(error)}", innerException)
    {
        ArgumentNullException.ThrowIfNull(path);
        Error = error;
        Path = path;
    }

    /// <summary>The reason.</summary>
    public FileStoreError Error { get; }

    /// <summary>The path it is about.</summary>
    public FtpPath Path { get; }

    /// <summary>The failure's code in the catalogue (<see cref="Errors.ErrorCatalogue"/>), such as <c>SL-FILE-01</c>.</summary>
    public string Code => Error switch
    {
        FileStoreError.NotFound => "SL-FILE-01",
        FileStoreError.AlreadyExists => "SL-FILE-02",
        FileStoreError.NotPermitted => "SL-FILE-03",
        FileStoreError.NotADirectory => "SL-FILE-04",
        FileStoreError.IsADirectory => "SL-FILE-05",
        FileStoreError.DirectoryNotEmpty => "SL-FILE-06",
        FileStoreError.NoSpace => "SL-FILE-07",
        FileStoreError.ReadOnly => "SL-FILE-08",
        FileStoreError.NameNotValid => "SL-FILE-09",
        _ => "SL-FILE-10",
    };

    private static string Words(FileStoreError error) => error switch
    {
        FileStoreError.NotFound => "no such file or directory",
        FileStoreError.AlreadyExists => "already exists",
        FileStoreError.NotPermitted => "permission denied",
        FileStoreError.NotADirectory => "not a directory",
        FileStoreError.IsADirectory => "is a directory",
        FileStoreError.DirectoryNotEmpty => "the directory is not empty",
        FileStoreError.NoSpace => "no space left",
        FileStoreError.ReadOnly => "the file system is read-only",
        FileStoreError.NameNotValid => "the name is not possible here",
        _ => "input or output failed",
    };
}
