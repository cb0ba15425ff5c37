using System.Security.Cryptography;

namespace Sealift.Tls.Trust;

/// <summary>
/// A file for its owner's eyes (mode 0600), changed under a lock and replaced as a whole, so that what is there is the old content or the
/// new one, on the disk.
/// </summary>
internal static class OwnerFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Changes the file while nobody else does.</summary>
    /// <param name="path">The file; a link stays a link, and what it points to is replaced.</param>
    /// <param name="change">From the path of the file itself to its new content; null leaves it alone.</param>
    /// <param name="time">The clock of the wait for the lock, which is at most 10 s.</param>
    /// <param name="cancellationToken">Gives up, with the file unchanged.</param>
    /// <returns>Whether there was something to change.</returns>
    public static async ValueTask<bool> ChangeAsync(
        string path, Func<string, ValueTask<byte[]?>> change, TimeProvider time, CancellationToken cancellationToken)
    {
        var given = new FileInfo(path);
        var target = given.LinkTarget is null ? given.FullName : given.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var folder = Path.GetDirectoryName(target)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);

        var held = await LockAsync(target + ".lock", time, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (await change(target).ConfigureAwait(false) is not { } content) return false;
            await ReplaceAsync(target, content, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    // The lock's file stays: removing it would let two processes hold locks on two files of the same name.
    private static async ValueTask<FileStream> LockAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return Open(path, FileMode.OpenOrCreate);
            }
            catch (IOException) when (File.Exists(path) && time.GetElapsedTime(started) < LockTimeout)
            {
                await Task.Delay(LockPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask ReplaceAsync(string path, byte[] content, CancellationToken cancellationToken)
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
