using System.Globalization;
using Sealift.Client.Control;
using Sealift.Core.Wire;

namespace Sealift.Client.Data;

/// <summary>
/// The parameters of transfers that the server holds for the session (RFC 959 section 5.1): TYPE and MODE. They stay until they
/// are changed, so they are sent only where the next transfer needs others, and then in one flight.
/// </summary>
internal sealed class TransferParameters(ControlChannel channel, bool mayPipeline)
{
    private static readonly FtpCommand Binary = new("TYPE", "I");
    private static readonly FtpCommand Ascii = new("TYPE", "A");
    private static readonly FtpCommand Stream = new("MODE", "S");
    private static readonly FtpCommand Deflate = new("MODE", "Z");

    private FtpTransferType _type = FtpTransferType.Binary; // as the login leaves it
    private bool _isCompressed;
    private bool _isLevelSent;

    /// <summary>Whether the server refused MODE Z in this session.</summary>
    public bool IsCompressionRefused { get; private set; }

    /// <summary>Whether several commands may travel in one flight.</summary>
    public bool MayPipeline => mayPipeline && !Options.Hosts.RefusesPipelining(Options);

    private FtpClientOptions Options => channel.Connection.Options;

    /// <summary>Sets what the transfer needs and says which form it has.</summary>
    /// <exception cref="FtpReplyException">The server refuses the type, or to leave MODE Z.</exception>
    public async ValueTask<TransferForm> PrepareAsync(TransferForm wanted, CancellationToken cancellationToken)
    {
        var isCompressed = wanted.IsCompressed && !IsCompressionRefused;
        List<FtpCommand> flight = [];
        if (wanted.Type is { } type && type != _type) flight.Add(type == FtpTransferType.Ascii ? Ascii : Binary);
        if (isCompressed != _isCompressed)
        {
            flight.Add(isCompressed ? Deflate : Stream);

            // draft-preston-ftpext-deflate section 3: the options belong to MODE Z, so they come after it.
            if (isCompressed && !_isLevelSent && Options.CompressionLevel is { } level)
                flight.Add(new FtpCommand("OPTS", string.Create(CultureInfo.InvariantCulture, $"MODE Z LEVEL {level}")));
        }

        if (flight.Count > 0) await SendAsync(flight, cancellationToken).ConfigureAwait(false);
        return wanted with { IsCompressed = _isCompressed };
    }

    /// <summary>Sets TYPE I, where it is not in force.</summary>
    public async ValueTask RequireBinaryAsync(CancellationToken cancellationToken)
    {
        if (_type != FtpTransferType.Binary) await SendAsync([Binary], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes note of a TYPE or MODE that was sent, here or for a copy from server to server.</summary>
    public void Note(FtpCommand command, FtpReply reply)
    {
        if (!reply.IsCompleted) return;
        if (command.Verb == "TYPE") _type = command.Argument == Ascii.Argument ? FtpTransferType.Ascii : FtpTransferType.Binary;
        if (command.Verb == "MODE") _isCompressed = command.Argument == Deflate.Argument;
    }

    private async ValueTask SendAsync(List<FtpCommand> flight, CancellationToken cancellationToken)
    {
        FtpReplyException? refusal = null;
        if (!MayPipeline)
        {
            foreach (var command in flight)
                refusal ??= Take(command, await channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            await channel.Connection.SendAsync(flight, cancellationToken).ConfigureAwait(false);
            foreach (var command in flight)
                refusal ??= Take(command, await channel.ReadFinalAsync(command, cancellationToken).ConfigureAwait(false));
        }

        if (refusal is not null) throw refusal;
    }

    private FtpReplyException? Take(FtpCommand command, FtpReply reply)
    {
        Note(command, reply);
        if (command.Verb == "OPTS")
        {
            _isLevelSent = true; // whatever the server says: it is a wish
            return null;
        }

        if (reply.IsCompleted) return null;
        if (command != Deflate) return FtpClient.Refused(command, reply);

        // RFC 959 section 5.4: 502 and 504, and ProFTPD without the module 501. The transfer goes on without compression.
        IsCompressionRefused = true;
        channel.Connection.Feed.Note("the server has no compression (MODE Z); going on without");
        Options.Logger.CompressionRefused(Options.Host);
        return null;
    }
}
