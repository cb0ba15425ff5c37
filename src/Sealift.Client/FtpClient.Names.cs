using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    /// <summary>Makes a directory (MKD).</summary>
    /// <param name="path">The directory; its parent must exist.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>True if it was made, false if it was there.</returns>
    public async Task<bool> CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var command = new FtpCommand("MKD", path);
        var reply = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        if (reply.IsCompleted) return true;
        var entry = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        return entry?.Kind == FtpEntryKind.Directory ? false : throw Refused(command, reply);
    }

    /// <summary>Whether a path, or what a link at it leads to, is a directory that may be entered (CWD). The session stays where it was.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    public async Task<bool> IsDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await new EntryFinder(this).CanEnterAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a file (DELE).</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>True if it was deleted, false if there was none.</returns>
    public Task<bool> DeleteFileAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        DeleteAsync("DELE", path, cancellationToken);

    /// <summary>Deletes an empty directory (RMD).</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>True if it was deleted, false if there was none.</returns>
    public Task<bool> DeleteDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        DeleteAsync("RMD", path, cancellationToken);

    /// <summary>Renames a file or directory: RNFR, then RNTO. Whether a target is replaced is the server's choice.</summary>
    /// <param name="source">What to rename.</param>
    /// <param name="target">The new path.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    public async Task RenameAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var from = new FtpCommand("RNFR", source);
        var to = new FtpCommand("RNTO", target);

        // RFC 959 section 4.1.3: 350 means that RNTO is awaited.
        var reply = await ExecuteAsync(from, cancellationToken).ConfigureAwait(false);
        if (!reply.IsIntermediate) throw Refused(from, reply);
        reply = await ExecuteAsync(to, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw Refused(to, reply);
    }

    /// <summary>Goes into a directory (CWD) and says where the session was.</summary>
    /// <exception cref="FtpReplyException">There is no way in, or the server does not tell where it is.</exception>
    internal async Task<FtpPath> EnterAsync(FtpPath directory, CancellationToken cancellationToken)
    {
        var where = new FtpCommand("PWD");
        var reply = await ExecuteAsync(where, cancellationToken).ConfigureAwait(false);
        if (reply.Code != 257 || !PwdFormat.TryParse(reply.Message, out var here)) throw Refused(where, reply);
        var enter = new FtpCommand("CWD", directory);
        reply = await ExecuteAsync(enter, cancellationToken).ConfigureAwait(false);
        return reply.IsCompleted ? here : throw Refused(enter, reply);
    }

    /// <summary>
    /// Goes back. Relative paths mean the login directory; a session that cannot go back there would write elsewhere, and ends.
    /// </summary>
    internal async Task ReturnAsync(FtpPath directory, CancellationToken cancellationToken)
    {
        var back = new FtpCommand("CWD", directory);
        var reply = await ExecuteAsync(back, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw Connection.Die(Refused(back, reply));
    }

    private async Task<bool> DeleteAsync(string verb, FtpPath path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        var command = new FtpCommand(verb, path);
        var reply = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        if (reply.IsCompleted) return true;

        // 550 says both "absent" and "not allowed"; the difference is worth a look.
        var isAbsent = reply.Code is 550 or 450 && await FindAsync(path, cancellationToken).ConfigureAwait(false) is null;
        return isAbsent ? false : throw Refused(command, reply);
    }
}
