using System.Net;
using System.Net.Sockets;
using Sealift.Client.Control;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Data;

/// <summary>Opens the TCP side of data connections in passive mode: EPSV (RFC 2428), then PASV (RFC 959).</summary>
internal sealed class PassiveDialer(ControlChannel channel, int firstPort)
{
    // A port that was asked for in the login flight is used at once or not at all: later it may belong to somebody else.
    private static readonly TimeSpan FirstPortIsFresh = TimeSpan.FromSeconds(10);

    // A server out of free data ports says 4xx; a moment later one may be free.
    private const int MaxAttempts = 3;
    private static readonly TimeSpan AttemptPause = TimeSpan.FromMilliseconds(200);

    private static readonly FtpCommand Epsv = new("EPSV");
    private static readonly FtpCommand Pasv = new("PASV");

    private readonly long _firstPortSince = channel.Connection.Options.TimeProvider.GetTimestamp();
    private int _firstPort = firstPort;
    private bool _isEpsvRefused;

    private FtpClientOptions Options => channel.Connection.Options;

    /// <summary>Connects to a data port of the server. The address is always the control peer's (RFC 2577 section 3).</summary>
    public async ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _firstPort, 0) is var port and > 0
            && Options.TimeProvider.GetElapsedTime(_firstPortSince) < FirstPortIsFresh)
        {
            try
            {
                return await DialAsync(port, cancellationToken).ConfigureAwait(false);
            }
            catch (FtpConnectionException)
            {
                channel.Connection.Feed.Note($"data port {port} no longer answers; asking for another");
            }
        }

        return await DialAsync(await AskAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<int> AskAsync(CancellationToken cancellationToken)
    {
        if (!_isEpsvRefused)
        {
            var reply = await ExecutePatientlyAsync(Epsv, cancellationToken).ConfigureAwait(false);
            if (reply.IsCompleted)
            {
                return DataEndPointFormat.TryParseEpsv(reply, out var port)
                    ? port
                    : throw Malformed(Epsv, reply);
            }

            // RFC 2428 section 3: 522 and 5xx say "not this way"; 4xx is about this moment only.
            if (!reply.IsPermanentNegative || channel.Connection.Peer.AddressFamily != AddressFamily.InterNetwork)
            {
                throw new FtpReplyException(Epsv, reply, Hints.For(reply));
            }

            _isEpsvRefused = true;
        }

        return await AskWithPasvAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<int> AskWithPasvAsync(CancellationToken cancellationToken)
    {
        var reply = await ExecutePatientlyAsync(Pasv, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw new FtpReplyException(Pasv, reply, Hints.For(reply));
        if (!DataEndPointFormat.TryParsePasv(reply, out var announced)) throw Malformed(Pasv, reply);
        var peer = channel.Connection.Peer.Address;
        if (!announced.Address.Equals(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
        {
            channel.Connection.Feed.Note($"the server announced {announced.Address} for data; {peer} is used");
            Options.Logger.PassiveHostIgnored(announced.Address.ToString(), peer.ToString());
        }

        return announced.Port;
    }

    private async ValueTask<FtpReply> ExecutePatientlyAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
            if (!reply.IsTransientNegative || attempt == MaxAttempts) return reply;
            await Task.Delay(AttemptPause * attempt, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask<Socket> DialAsync(int port, CancellationToken cancellationToken) => Dialer.ConnectAsync(
        new IPEndPoint(channel.Connection.Peer.Address, port), $"The server's data port {port}", Options, cancellationToken);

    private FtpProtocolException Malformed(FtpCommand command, FtpReply reply) => channel.Connection.Die(
        new FtpProtocolException($"The reply to {command.Verb} names no data port: {TerminalText.Escape(reply.ToString())}"));
}
