using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    /// <summary>How this server sets the times of files.</summary>
    internal FileTimes Times => field ??= new FileTimes(this, Options);

    /// <summary>Asks for a file's size in bytes, as TYPE I transfers it (SIZE, RFC 3659 section 4).</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The size, or null when the server does not tell: no such file, a directory, or no SIZE.</returns>
    public async Task<long?> GetSizeAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        // RFC 3659 section 4.1: the size is that of the transfer in the current TYPE, and in TYPE A many servers refuse to count.
        var command = new FtpCommand("SIZE", path);
        await _session.BeginAsync(cancellationToken).ConfigureAwait(false);
        FtpReply reply;
        try
        {
            await _session.Parameters.RequireBinaryAsync(cancellationToken).ConfigureAwait(false);
            reply = await _session.Channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _session.End();
        }

        return reply.Code == 213 && long.TryParse(reply.Message.AsSpan().Trim(), out var size) && size >= 0 ? size : null;
    }

    /// <summary>Asks for a file's time of last change in UTC (MDTM, RFC 3659 section 3).</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The time, or null when the server does not tell.</returns>
    public async Task<FtpTimestamp?> GetModifiedAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        var reply = await ExecuteAsync(new FtpCommand("MDTM", path), cancellationToken).ConfigureAwait(false);
        return reply.Code == 213 && FtpTimestamp.TryParse(reply.Message.AsSpan().Trim(), out var time) ? time : null;
    }

    /// <summary>
    /// Sets a file's time of last change, to the second, with what the server has: MFMT (draft-somers-ftp-mfxx), MFF, SITE UTIME,
    /// or MDTM with a time, as vsftpd understands it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="modified">The time.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>False if the server has nothing of them or refused.</returns>
    public async Task<bool> SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await Times.SetModifiedAsync(path, modified, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets a file's time of creation (MFCT, draft-somers-ftp-mfxx), to the second.</summary>
    /// <param name="path">The file.</param>
    /// <param name="created">The time.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>False if the server has no MFCT or refused it.</returns>
    public async Task<bool> SetCreatedAsync(FtpPath path, DateTimeOffset created, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Features.Has("MFCT")
            && await IsDoneAsync("MFCT", $"{FileTimes.Text(created)} {path}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets facts about a file or directory (MFF, draft-somers-ftp-mfxx), such as "modify" or "UNIX.mode".</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="facts">The facts by name, at least one. <see cref="FtpFeatures.ModifiableFacts"/> are those that the server takes.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>False if the server has no MFF, does not list one of the facts, or refused it.</returns>
    /// <exception cref="ArgumentException">There is no fact, or a name or value has a blank, '=' or ';' in it.</exception>
    public async Task<bool> SetFactsAsync(
        FtpPath path, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Count == 0 || facts.Any(fact => fact.Key.Length == 0 || $"{fact.Key}{fact.Value}".AsSpan().ContainsAny(" =;")))
            throw new ArgumentException("Facts are name=value; without blanks.", nameof(facts));
        if (!facts.Keys.All(name => Features.ModifiableFacts.Contains(name, StringComparer.OrdinalIgnoreCase))) return false;
        var words = string.Concat(facts.Select(fact => $"{fact.Key}={fact.Value};"));
        return await IsDoneAsync("MFF", $"{words} {path}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the permissions of a file or directory: SITE CHMOD, or MFF with UNIX.mode.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="permissions">The permissions, all of them.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <exception cref="FtpReplyException">The server has no such command, or refused.</exception>
    public async Task SetPermissionsAsync(FtpPath path, UnixFileMode permissions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var octal = Convert.ToString((int)permissions, 8).PadLeft(3, '0');
        var chmod = new FtpCommand("SITE", $"CHMOD {octal} {path}");
        var reply = await ExecuteAsync(chmod, cancellationToken).ConfigureAwait(false);
        if (reply.IsCompleted) return;
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["UNIX.mode"] = octal.PadLeft(4, '0') };
        if (!await SetFactsAsync(path, facts, cancellationToken).ConfigureAwait(false)) throw Refused(chmod, reply);
    }

    /// <summary>Makes a symbolic link (SITE SYMLINK, as ProFTPD has it).</summary>
    /// <param name="link">The link, which must not be there yet.</param>
    /// <param name="target">What it points to, as the link will say it.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <exception cref="ArgumentException">One of the two has a blank, which the command cannot tell from its own.</exception>
    /// <exception cref="FtpReplyException">The server has no such command, or refused.</exception>
    public async Task CreateLinkAsync(FtpPath link, FtpPath target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(target);
        if ($"{link}{target}".Contains(' ')) throw new ArgumentException("SITE SYMLINK cannot name paths with blanks.", nameof(link));
        var command = new FtpCommand("SITE", $"SYMLINK {target} {link}");
        var reply = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw Refused(command, reply);
    }

    private async Task<bool> IsDoneAsync(string verb, string argument, CancellationToken cancellationToken) =>
        (await ExecuteAsync(new FtpCommand(verb, argument), cancellationToken).ConfigureAwait(false)).IsCompleted;
}
