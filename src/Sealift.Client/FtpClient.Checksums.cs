using Sealift.Client.Checksums;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    private ChecksumQuery? _checksums;

    /// <summary>
    /// Asks the server for the checksum of a file or of a part of it, with the best command that it lists: HASH
    /// (draft-bryan-ftpext-hash-02), XSHA512, XSHA256, XSHA1, XMD5, XCRC, MD5, MMD5. Nothing is transferred.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="range">The part; <see langword="null"/> (the default) for the whole file.</param>
    /// <param name="algorithm">
    /// What it is to be computed with; <see langword="null"/> (the default) for the strongest that the server has.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>
    /// The checksum, which is the server's word alone, or <see langword="null"/> when the server has no command for it:
    /// <see cref="FtpFeatures.HashAlgorithms"/> is empty, lacks the algorithm, or the server cannot hash parts of files.
    /// </returns>
    /// <remarks>The server reads the whole file for it, and may take <see cref="FtpClientOptions.CompletionTimeout"/>.</remarks>
    /// <exception cref="FtpReplyException">
    /// The server refused: there is no such file (550), for example, or it is busy (450). Or it stated another algorithm or name,
    /// or no checksum at all.
    /// </exception>
    public async Task<FtpChecksum?> HashAsync(
        FtpPath path, FtpByteRange? range = null, FtpHashAlgorithm? algorithm = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (range is { Length: 0 }) throw new ArgumentException("The range is empty.", nameof(range));
        _checksums ??= new ChecksumQuery(this, Connection);
        return await _checksums.RunAsync(path, range, algorithm, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Like <see cref="ExecuteAsync"/>, for a command that lets the server work for a while before it answers.</summary>
    internal Task<FtpReply> ExecutePatientlyAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        var patience = Options.CompletionTimeout > Options.ReplyTimeout ? Options.CompletionTimeout : Options.ReplyTimeout;
        return ExecutePatientlyAsync(command, patience, cancellationToken);
    }

    /// <summary>Like <see cref="ExecuteAsync"/>, with a limit of its own for the reply.</summary>
    internal async Task<FtpReply> ExecutePatientlyAsync(FtpCommand command, TimeSpan patience, CancellationToken cancellationToken)
    {
        await _session.BeginAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var reply = await _session.Channel.ExecuteAsync(command, patience, cancellationToken).ConfigureAwait(false);
            _session.Parameters.Note(command, reply);
            return reply;
        }
        finally
        {
            _session.End();
        }
    }
}
