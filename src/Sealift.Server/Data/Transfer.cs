using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sealift.Core;
using Sealift.Core.Compression;
using Sealift.Core.Stores;
using Sealift.Server.Commands;
using Sealift.Server.Events;
using Sealift.Server.Sessions;
using Sealift.Server.Telemetry;
using Sealift.Tls;

namespace Sealift.Server.Data;

/// <summary>
/// One transfer from 150 to its last reply: takes the client's data connection, moves the bytes, ends the connection on both sides,
/// and meanwhile listens to the control connection.
/// </summary>
internal sealed class Transfer
{
    // A download reads nothing but the client's end: one TLS record is enough.
    private const int SendingReadAhead = 16 * 1024;

    private readonly FtpSession _session;
    private readonly string _verb;
    private readonly FtpPath _path;
    private readonly DataPort _port;
    private readonly long _began;
    private Func<ValueTask<bool>>? _keep;
    private int _channel;
    private long _bytes;

    private Transfer(FtpSession session, string verb, FtpPath path, DataPort port)
    {
        _session = session;
        _verb = verb;
        _path = path;
        _port = port;
        _began = session.Server.Time.GetTimestamp();
    }

    /// <summary>Whether bytes come from the client.</summary>
    public bool IsUpload { get; private init; }

    /// <summary>Whether it is about a file, not about a listing.</summary>
    private bool IsFile => IsUpload || _verb == "RETR";

    private FtpTransferKind Kind => IsUpload ? FtpTransferKind.Upload : IsFile ? FtpTransferKind.Download : FtpTransferKind.Listing;

    /// <summary>How far it is; may be asked from any thread.</summary>
    public FtpTransferStatus Describe() =>
        new(_verb, _path, Kind, Interlocked.Read(ref _bytes), _session.Server.Time.GetElapsedTime(_began));

    /// <summary>Refuses a transfer that cannot get a data connection, before anything is opened for it.</summary>
    /// <exception cref="CommandRefusedException">521: PROT P is missing. 425: there was no PASV or EPSV.</exception>
    public static void Demand(FtpSession session)
    {
        // RFC 4217 section 9: 521 where the protection level does not allow the data connection.
        var options = session.Server.Options;
        if (options.RequireTls && !options.Policy.AllowClearData && !session.State.IsDataPrivate)
        {
            session.SetDataPort(null);
            throw new CommandRefusedException(521, "Data connections are private here: use PBSZ 0 and PROT P.");
        }

        if (session.DataPort is null)
            throw new CommandRefusedException(425, options.Policy.AllowActive ? "Use EPSV, PASV, EPRT or PORT first." : "Use EPSV or PASV first.");
    }

    /// <summary>Sends bytes to the client.</summary>
    /// <param name="session">The session, which <see cref="Demand"/> was asked about.</param>
    /// <param name="verb">The command, for the log.</param>
    /// <param name="path">What it is about, for the log.</param>
    /// <param name="opening">The text of the 150 reply.</param>
    /// <param name="send">Writes everything to the connection.</param>
    public static ValueTask SendAsync(
        FtpSession session, string verb, FtpPath path, string opening, Func<Stream, ProgressWatch, ValueTask> send)
    {
        var transfer = new Transfer(session, verb, path, session.TakeDataPort()!);
        return transfer.RunAsync(opening, send, publish: null);
    }

    /// <summary>Receives a file, and publishes it only after the client has said that it is whole.</summary>
    /// <param name="session">The session, which <see cref="Demand"/> was asked about.</param>
    /// <param name="verb">The command, for the log.</param>
    /// <param name="path">What it is about, for the log.</param>
    /// <param name="opening">The text of the 150 reply.</param>
    /// <param name="file">Where the bytes go.</param>
    /// <param name="keep">Keeps what came of an upload that was cut short; false where it does not stay.</param>
    public static ValueTask ReceiveAsync(
        FtpSession session, string verb, FtpPath path, string opening, FileWriteStream file, Func<ValueTask<bool>> keep)
    {
        var transfer = new Transfer(session, verb, path, session.TakeDataPort()!) { IsUpload = true, _keep = keep };
        return transfer.RunAsync(opening, (stream, watch) => BlockCopy.ReceiveAsync(Text(stream), file, watch), file.CompleteAsync);

        // RFC 959 section 3.1.1.1
        Stream Text(Stream stream) => session.State.IsAscii ? new TextReadStream(stream) : stream;
    }

    private async ValueTask RunAsync(
        string opening, Func<Stream, ProgressWatch, ValueTask> move, Func<CancellationToken, ValueTask>? publish)
    {
        using var port = _port;
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(_session.Server.Aborting);
        using var activity = ServerActivities.BeginTransfer(_verb, _path);
        _session.Transfer = this;
        _session.Tell((now, session) => new TransferStarted(_verb, _path, Kind) { Time = now, Session = session });
        _session.Reply(150, opening);
        await _session.FlushAsync().ConfigureAwait(false);

        var moving = MoveAsync(move, publish, abort.Token);
        var wasAborted = false;
        try
        {
            wasAborted = await _session.ListenAsync(moving, abort).ConfigureAwait(false);
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            Conclude(await moving.ConfigureAwait(false), activity); // never throws
            throw;
        }

        var (code, text) = await moving.ConfigureAwait(false);
        Conclude((code, text), activity);

        // An uploading client got no ticket on its data connection; one that uses each ticket once needs a new one.
        if (IsUpload) _session.Control.Tls?.TrySendTicket();
        _session.Reply(code, text);

        // RFC 959 section 4.1.3: the transfer's own reply first, then 226 for ABOR.
        if (wasAborted) _session.Reply(226, "The transfer was ended.");
    }

    /// <summary>Tells everybody who wants to know that it is over, before the client hears it.</summary>
    private void Conclude((int Code, string Text) reply, Activity? activity)
    {
        var elapsed = _session.Server.Time.GetElapsedTime(_began);
        ServerLog.Transferred(
            _session.Server.Logger, _session.Id, _verb, TerminalText.Escape(_path.ToString()), _bytes, elapsed.TotalSeconds, reply.Code, reply.Text);
        ServerActivities.EndTransfer(activity, reply.Code, _bytes);
        _session.Transfer = null;
        _session.Tell((now, session) => new TransferEnded(
            _verb, _path, Kind, _bytes, elapsed, reply.Code, reply.Text, FtpProtection.Of(_session.LastDataTls))
        { Time = now, Session = session });
    }

    private void Count(int bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        _session.Traffic.Add(bytes, IsUpload);
        _session.Server.Telemetry.Traffic.Add(bytes, IsUpload);
    }

    /// <summary>Does the work; every way it can end is a reply.</summary>
    private async Task<(int Code, string Text)> MoveAsync(
        Func<Stream, ProgressWatch, ValueTask> move, Func<CancellationToken, ValueTask>? publish, CancellationToken aborted)
    {
        var (hasStalled, isTooSlow) = (false, false);
        var hasFailed = false;
        TlsInfo? tls = null;
        string? error = null;
        _session.LastDataTls = null;
        try
        {
            var connection = await OpenAsync(aborted).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            _session.LastDataTls = tls = connection.Tls?.Info;
            using var watch = new ProgressWatch(_session.Server.Limits, _session.Server.Time, aborted) { Moved = Count };
            try
            {
                try
                {
                    await MoveAsync(Paced(connection.Stream, watch), move, watch).ConfigureAwait(false);
                }
                finally
                {
                    _session.Trace.Transferred(_channel, _bytes, _session.Server.Time.GetElapsedTime(_began), fromServer: !IsUpload);
                }

                await FinishAsync(connection, watch.Token).ConfigureAwait(false);
            }
            finally
            {
                (hasStalled, isTooSlow) = (watch.HasStalled, watch.IsTooSlow);
            }

            if (publish is not null) await publish(aborted).ConfigureAwait(false);
            return (226, $"Done: {_bytes} bytes.");
        }
        catch (Exception e)
        {
            error = e.Message;
            var reply = Explain(e, hasStalled, isTooSlow);
            if (reply.Code == 426 && IsUpload) reply.Text += await KeepAsync().ConfigureAwait(false) ? " What came was kept." : " It was not kept.";
            hasFailed = _channel == 0;
            if (hasFailed) _session.Trace.DataFailed(_session.Peer.Address, reply.Text);
            if (reply.Code == 451) ServerLog.CommandFailed(_session.Server.Logger, e, _session.Id, _verb);
            return reply;
        }
        finally
        {
            if (!hasFailed) _session.Trace.Closed(_channel, tls, error);
        }
    }

    private async ValueTask<bool> KeepAsync()
    {
        try
        {
            return _keep is not null && await _keep().ConfigureAwait(false);
        }
        catch (FileStoreException e)
        {
            ServerLog.StoreRefused(_session.Server.Logger, _session.Id, _verb, e.Message);
            return false;
        }
    }

    // Files and listings alike: what counts is what travels.
    private Stream Paced(Stream connection, ProgressWatch watch)
    {
        var login = _session.State.Login!;
        var gate = IsUpload ? login.Upload : login.Download;
        return gate.Rate is null ? connection : new PacedStream(connection, gate, watch);
    }

    // draft-preston-ftpext-deflate-04: in MODE Z the whole of the data is one zlib stream.
    private async ValueTask MoveAsync(Stream connection, Func<Stream, ProgressWatch, ValueTask> move, ProgressWatch watch)
    {
        if (!_session.State.IsCompressed)
        {
            await move(connection, watch).ConfigureAwait(false);
        }
        else if (IsUpload)
        {
            var limits = _session.Server.Limits;
            using var zlib = new ZlibReadStream(
                connection, new InflationLimits { MaxRatio = limits.MaxInflationRatio, MaxBytes = limits.MaxInflatedBytes });
            await move(zlib, watch).ConfigureAwait(false);
        }
        else
        {
            using var zlib = new DeflateWriteStream(connection, _session.State.CompressionLevel);
            await move(zlib, watch).ConfigureAwait(false);
            await zlib.FinishAsync(watch.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask FinishAsync(DataConnection connection, CancellationToken cancellationToken)
    {
        var limits = _session.Server.Limits;
        var isClosed = await connection.FinishAsync(limits.DataCloseTimeout, _session.Server.Time, cancellationToken).ConfigureAwait(false);
        // Everything was handed over, the end included; some clients close only after 226.
        if (!isClosed) _session.Trace.Note("The client kept the data connection open.");
    }

    private async ValueTask<DataConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = await _port.TakeAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(425, "The data connection did not come about in time.");
        _channel = _session.Trace.DataOpened(socket.RemoteEndPoint, socket.LocalEndPoint);
        var peer = _session.Server.Options.Policy.FindSitePeer(((IPEndPoint)socket.RemoteEndPoint!).Address);
        if (!_session.State.IsDataPrivate)
        {
            // Between two servers nobody could tell whether the bytes are what they were.
            var isForeign = peer is not null && !peer.Address.Equals(_session.Peer.Address);
            if (!isForeign && !IsTlsClient) return new DataConnection(socket);
            socket.Dispose();
            throw new CommandRefusedException(521, "Between two servers data is private: use PBSZ 0 and PROT P.");
        }

        var tls = await DataSecurity.SecureAsync(_session, socket, new TlsStreamOptions
        {
            SendTickets = !IsUpload,
            ReadAhead = IsUpload ? TlsStreamOptions.Default.ReadAhead : SendingReadAhead,
            OnMessage = _session.Trace.Messages(_channel),
        }, peer, IsTlsClient, cancellationToken).ConfigureAwait(false);
        _session.Trace.Secured(_channel, tls.Info);
        return new DataConnection(tls);
    }

    // RaidenFTPD kb000000037: SSCN is about files; listings go to the client as ever.
    private bool IsTlsClient => _port.IsTlsClient || (_session.State.IsTlsClient && IsFile);

    private static (int Code, string Text) Explain(Exception e, bool hasStalled, bool isTooSlow) => e switch
    {
        CommandRefusedException refused => (refused.Code, refused.Message),
        OperationCanceledException when isTooSlow => (426, "The connection is slower than this server allows; the transfer was ended."),
        OperationCanceledException when hasStalled => (426, "Nothing moved for too long; the transfer was ended."),
        OperationCanceledException => (426, "The transfer was aborted."),
        TlsException { Failure: TlsFailure.Truncated } =>
            (426, "The data connection ended without TLS close_notify: the file may be cut."),
        TlsException or SocketException or IOException { InnerException: SocketException } => (426, "The data connection broke."),
        FileStoreException store => StoreReplies.For(store.Error),
        InflationException => (552, "The compressed data unfolds to more than this server allows; without MODE Z it may come."),
        InvalidDataException => (426, "The compressed data is not whole."),
        IOException => (426, "The data connection was closed before its end."),
        _ => (451, "The server could not finish the transfer."),
    };
}
