using System.Globalization;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    /// <summary>Whether the server refused MODE Z in this session, so that nothing is compressed though it was asked for.</summary>
    public bool IsCompressionRefused => _session.Parameters.IsCompressionRefused;

    /// <summary>Asks how many bytes can still be stored (AVBL, draft-peterson-streamlined-ftp-command-extensions section 4).</summary>
    /// <param name="directory">The directory; null (the default) is the current one.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The number of bytes, or null when the server does not tell.</returns>
    public async Task<long?> GetAvailableBytesAsync(FtpPath? directory = null, CancellationToken cancellationToken = default)
    {
        var command = directory is null ? new FtpCommand("AVBL") : new FtpCommand("AVBL", directory);
        var reply = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return reply.Code == 213 && long.TryParse(reply.Message.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;
    }

    /// <summary>Asks for the server's status, or for a listing of a path over the control connection (STAT, RFC 959 section 4.1.3).</summary>
    /// <param name="path">The path; null (the default) for the server and this session.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The reply (211, 212 or 213), for people to read: every server writes it in its own way.</returns>
    /// <exception cref="FtpReplyException">The server refused.</exception>
    public Task<FtpReply> GetStatusAsync(FtpPath? path = null, CancellationToken cancellationToken = default) =>
        AskAsync(path is null ? new FtpCommand("STAT") : new FtpCommand("STAT", path), cancellationToken);

    /// <summary>Asks the server for help (HELP, RFC 959 section 4.1.3).</summary>
    /// <param name="topic">A command, such as "SITE"; null (the default) for all.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The reply (211 or 214), for people to read.</returns>
    /// <exception cref="ArgumentException">The topic has a control character.</exception>
    /// <exception cref="FtpReplyException">The server refused.</exception>
    public Task<FtpReply> GetHelpAsync(string? topic = null, CancellationToken cancellationToken = default) =>
        AskAsync(new FtpCommand("HELP", topic), cancellationToken);

    /// <summary>Chooses which facts MLSD and MLST state (OPTS MLST, RFC 3659 section 7.9), so that listings get shorter.</summary>
    /// <param name="facts">The names in any case. What the server does not list is left out; the type is always asked for.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The facts that are stated from now on, as the server says; all that it has where it has no such choice.</returns>
    public async Task<IReadOnlyList<string>> SelectFactsAsync(
        IReadOnlyCollection<string> facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var wanted = Features.MlstFacts
            .Where(fact => facts.Append("type").Contains(fact, StringComparer.OrdinalIgnoreCase))
            .ToArray();
        if (wanted.Length == 0) return Features.MlstFacts;
        var command = new FtpCommand("OPTS", $"MLST {string.Concat(wanted.Select(fact => fact + ";"))}");
        var reply = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) return Features.MlstFacts;

        // RFC 3659 section 7.9.1: "200 MLST OPTS type;size;", where a server may have chosen others.
        var stated = reply.Message.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(word => word.Contains(';') ? word.Split(';', StringSplitOptions.RemoveEmptyEntries) : [])
            .ToArray();
        return stated.Length > 0 ? stated : wanted;
    }

    private async Task<FtpReply> AskAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        var reply = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return reply.IsCompleted ? reply : throw Refused(command, reply);
    }
}
