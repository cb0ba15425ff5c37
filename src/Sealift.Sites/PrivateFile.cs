using Sealift.Tls.Trust;

namespace Sealift.Sites;

/// <summary>
/// A file for its owner's eyes (mode 0600): read with a bound, changed under a lock, and replaced as a whole, so that what is there is the old
/// content or the new one, on the disk.
/// </summary>
internal static class PrivateFile
{
    /// <summary>The content; null if there is no file.</summary>
    /// <exception cref="SiteException">It cannot be read, or is larger than the bound.</exception>
    public static byte[]? Read(string path, int maxBytes)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            using var content = new MemoryStream();
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                content.Write(buffer, 0, read);
                if (content.Length > maxBytes)
                    throw new SiteException(SiteFailure.NotValid, $"{path} is larger than {maxBytes / 1024 / 1024} MiB.", "This is not the file that is meant here.");
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SiteException(SiteFailure.Unusable, $"{path} cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }

    /// <summary>Changes the file while nobody else does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="change">From the path of the file itself (a link stays a link) to its new content; null leaves it alone.</param>
    /// <param name="cancellationToken">Gives up, with the file unchanged.</param>
    /// <exception cref="SiteException">It cannot be written.</exception>
    public static async Task ChangeAsync(string path, Func<string, byte[]?> change, CancellationToken cancellationToken)
    {
        try
        {
            await OwnerFile.ChangeAsync(path, target => ValueTask.FromResult(change(target)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SiteException(SiteFailure.Unusable, $"{path} cannot be written: {e.Message}", "Its folder must exist or be creatable, and be writable.", e);
        }
    }
}
