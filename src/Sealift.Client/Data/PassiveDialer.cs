using System.Net;
using System.Net.Sockets;
using Sealift.Client.Control;
using Sealift.Client.Profiles;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Data;

/// <summary>Opens the TCP side of data connections in passive mode: EPSV (RFC 2428), then PASV (RFC 959).</summary>
internal sealed class PassiveDialer : DataDialer
{
    // A port that was asked for in the login flight is used at once or not at all: later it may belong to somebody else.
    private static readonly TimeSpan FirstPortIsFresh = TimeSpan.FromSeconds(10);

    // How often a port is asked for when the ones before do not answer: a firewall may have closed one, the server another.
    private const int MaxPorts = 3;

    private static readonly FtpCommand Epsv = new("EPSV");
    private static readonly FtpCommand EpsvAll = new("EPSV", "ALL");
    private static readonly FtpCommand Pasv = new("PASV");

    private readonly bool _wantsPret;
    private readonly bool _mayAskAhead;
    private AheadPort? _ahead;
    private readonly long _firstPortSince;
    private int _firstPort;
    private bool _isEpsvRefused;
    private bool _hasPromisedEpsv;

    /// <param name="channel">The session's control channel.</param>
    /// <param name="firstReply">The reply to the EPSV of the login flight; null where none was sent.</param>
    /// <param name="features">What the server supports.</param>
    /// <param name="rules">What the server's profile changes.</param>
    public PassiveDialer(ControlChannel channel, FtpReply? firstReply, FtpFeatures features, ProfileRules rules)
        : base(channel)
    {
        _firstPortSince = Options.TimeProvider.GetTimestamp();
        _wantsPret = features.Has("PRET") && rules.Pret?.Value != false;
        _mayAskAhead = (Options.Pipelining ?? rules.Pipelining?.Value ?? true) && !Options.Hosts.RefusesPipelining(Options);
        _isEpsvRefused = MayAskPasv && (rules.Epsv?.Value == false || Options.Hosts.RefusesEpsv(Options));
        if (_wantsPret) Options.Hosts.RememberPret(Options);

        // A distributed server that wants PRET first has answered for itself, not for the machine that holds the file.
        if (firstReply is null || _wantsPret) return;
        if (IsEpsvRefusal(firstReply)) RememberRefusal();
        else if (DataEndPointFormat.TryParseEpsv(firstReply, out var port)) _firstPort = port;
    }

    // A distributed server wants to hear of the transfer first (PRET); the promise of EPSV ALL comes before the first port.
    public override FtpCommand? AheadCommand =>
        !_mayAskAhead || _wantsPret || _ahead is not null || (Options.EpsvAll && !_hasPromisedEpsv) ? null : _isEpsvRefused ? Pasv : Epsv;

    public override void ReceiveAhead(FtpSession session, FtpCommand command)
    {
        DropAhead();
        _ahead = new AheadPort(session, command, PortOf, DialAsync);
    }

    public override void DropAhead() => Interlocked.Exchange(ref _ahead, null)?.Drop();

    // RFC 2428 section 4: after EPSV ALL the server refuses PASV. It has no word for IPv6 either.
    private bool MayAskPasv => !Options.EpsvAll && Connection.Route.MayBeIPv4;

    public override async ValueTask<DataPort> PrepareAsync(FtpCommand transfer, TimelineFeed feed, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _ahead, null) is { } ahead
            && await ahead.TakeAsync(cancellationToken).ConfigureAwait(false) is { } connected)
        {
            return new PassivePort(connected);
        }

        if (_wantsPret) await AnnounceAsync(transfer, cancellationToken).ConfigureAwait(false);
        var started = Options.TimeProvider.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var port = TakeFirstPort() is var first and > 0 ? first : await AskAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return new PassivePort(await DialAsync(port, cancellationToken).ConfigureAwait(false));
            }
            catch (FtpConnectionException e)
            {
                feed.Failed($"{Connection.Route.Server}:{port}", e.Message);
                if (!IsWorthAnotherPort(e) || attempt == MaxPorts || Options.TimeProvider.GetElapsedTime(started) >= Options.ConnectTimeout) throw;
                Connection.Feed.Note($"data port {port} does not answer; asking for another");
            }
        }
    }

    // Where the network does not lead to the server, no other port will.
    private static bool IsWorthAnotherPort(FtpConnectionException e) =>
        e.Failure is FtpConnectionFailure.Refused or FtpConnectionFailure.Timeout or FtpConnectionFailure.Closed;

    // RFC 2428 section 3: 522 and 5xx say "not this way"; 4xx is about this moment only.
    private bool IsEpsvRefusal(FtpReply reply) => reply.IsPermanentNegative && MayAskPasv;

    private void RememberRefusal()
    {
        _isEpsvRefused = true;
        Options.Hosts.RememberNoEpsv(Options);
    }

    private int TakeFirstPort()
    {
        var port = Interlocked.Exchange(ref _firstPort, 0);
        return Options.TimeProvider.GetElapsedTime(_firstPortSince) < FirstPortIsFresh ? port : 0;
    }

    // PRET (DrFTPD, glFTPD): the server chooses the machine for a transfer before it names a port, so it must know the transfer.
    private async ValueTask AnnounceAsync(FtpCommand transfer, CancellationToken cancellationToken)
    {
        var pret = new FtpCommand("PRET", transfer.Argument is null ? transfer.Verb : $"{transfer.Verb} {transfer.Argument}");
        var reply = await Channel.ExecuteAsync(pret, cancellationToken).ConfigureAwait(false);

        // A PRET that does not know the command (RFC 959 section 4.2.1: 500, 501, 502, 504) says nothing about the transfer.
        if (reply.IsCompleted || reply.Code is 500 or 501 or 502 or 504) return;
        throw new FtpReplyException(pret, reply, Hints.For(reply));
    }

    // RFC 2428 section 4. A server that does not know the promise is held to nothing by it; this side keeps it all the same.
    private async ValueTask PromiseEpsvAsync(CancellationToken cancellationToken)
    {
        if (!Options.EpsvAll || _hasPromisedEpsv) return;
        var reply = await Channel.ExecuteAsync(EpsvAll, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) Connection.Feed.Note("the server does not know EPSV ALL; only EPSV is used all the same");
        _hasPromisedEpsv = true;
    }

    private async ValueTask<int> AskAsync(CancellationToken cancellationToken)
    {
        await PromiseEpsvAsync(cancellationToken).ConfigureAwait(false);
        if (!_isEpsvRefused)
        {
            var reply = await ExecutePatientlyAsync(Epsv, cancellationToken).ConfigureAwait(false);
            if (reply.IsCompleted)
            {
                return DataEndPointFormat.TryParseEpsv(reply, out var port)
                    ? port
                    : throw Malformed(Epsv, reply);
            }

            if (!IsEpsvRefusal(reply)) throw new FtpReplyException(Epsv, reply, Hints.For(reply));
            RememberRefusal();
        }

        return await AskWithPasvAsync(cancellationToken).ConfigureAwait(false);
    }

    // The port that a reply to a port asked ahead names; 0 for none.
    private int PortOf(FtpCommand command, FtpReply reply)
    {
        if (!reply.IsCompleted) return 0;
        if (command == Pasv) return DataEndPointFormat.TryParsePasv(reply, out var announced) ? Heeded(announced) : 0;
        return DataEndPointFormat.TryParseEpsv(reply, out var port) ? port : 0;
    }

    private async ValueTask<int> AskWithPasvAsync(CancellationToken cancellationToken)
    {
        var reply = await ExecutePatientlyAsync(Pasv, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw new FtpReplyException(Pasv, reply, Hints.For(reply));
        return DataEndPointFormat.TryParsePasv(reply, out var announced) ? Heeded(announced) : throw Malformed(Pasv, reply);
    }

    private int Heeded(IPEndPoint announced)
    {
        // RFC 2577 section 3: a server could send us anywhere, so the host it names is reported and not used.
        if (!Connection.Route.IsServer(announced.Address))
        {
            Connection.Feed.Note($"the server announced {announced.Address} for data; {Connection.Route.Server} is used");
            Options.Logger.PassiveHostIgnored(announced.Address.ToString(), Connection.Route.Server);
        }

        return announced.Port;
    }

    private ValueTask<Socket> DialAsync(int port, CancellationToken cancellationToken) =>
        Connection.Route.ConnectAsync(port, $"The server's data port {port}", Options, cancellationToken);

    private FtpProtocolException Malformed(FtpCommand command, FtpReply reply) => Connection.Die(
        new FtpProtocolException($"The reply to {command.Verb} names no data port: {ReplyWords.Of(reply)}"));
}
