namespace Sealift.Core.Stores;

/// <summary>Turns what the platform throws into the reasons of a store.</summary>
internal static class LocalErrors
{
    public static bool IsOfTheDisk(Exception exception) =>
        exception is (IOException and not FileStoreException) or UnauthorizedAccessException or ArgumentOutOfRangeException;

    public static FileStoreException Translate(Exception exception, FtpPath path)
    {
        var error = exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => FileStoreError.NotFound,
            PathTooLongException => FileStoreError.NameNotValid,
            UnauthorizedAccessException => FileStoreError.NotPermitted,
            IOException => FromCode(exception.HResult),
            _ => FileStoreError.Other,
        };
        var detail = error == FileStoreError.Other ? exception.Message : null;
        return new FileStoreException(error, path, detail, exception);
    }

    // On Unix the error number of the system call, on Windows its code with 0x8007 before it.
    private static FileStoreError FromCode(int code) => code switch
    {
        28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027) => FileStoreError.NoSpace,
        30 or unchecked((int)0x80070013) => FileStoreError.ReadOnly,
        39 or unchecked((int)0x80070091) => FileStoreError.DirectoryNotEmpty,
        20 or unchecked((int)0x8007010B) => FileStoreError.NotADirectory,
        21 => FileStoreError.IsADirectory,
        17 or unchecked((int)0x80070050) or unchecked((int)0x800700B7) => FileStoreError.AlreadyExists,
        22 or 84 or unchecked((int)0x8007007B) => FileStoreError.NameNotValid,
        _ => FileStoreError.Other,
    };
}
