using System.Security.Cryptography;

namespace Sealift.Sites;

/// <summary>
/// A file for its owner's eyes (mode 0600): read with a bound, changed under a lock, and replaced as a whole, so that what is there is the old
/// content or the new one, on the disk.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

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
            var given = new FileInfo(path);
            var target = given.LinkTarget is null ? given.FullName : given.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            var folder = Path.GetDirectoryName(target)!;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);

            var held = await LockAsync(target + ".lock", cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
            {
                if (change(target) is { } content) await ReplaceAsync(target, content, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SiteException(SiteFailure.Unusable, $"{path} cannot be written: {e.Message}", "Its folder must exist or be creatable, and be writable.", e);
        }
    }

    // The lock's file stays: removing it would let two processes hold locks on two files of the same name.
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return Open(path, FileMode.OpenOrCreate);
            }
            catch (IOException) when (File.Exists(path) && TimeProvider.System.GetElapsedTime(started) < LockTimeout)
            {
                await Task.Delay(LockPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task ReplaceAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{RandomNumberGenerator.GetHexString(12, lowercase: true)}.tmp";
        try
        {
            var stream = Open(temporary, FileMode.CreateNew);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
