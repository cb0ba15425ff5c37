using System.Net.Sockets;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Data;

/// <summary>
/// A logged-in line on which data connections are made step by step, so that a check can leave out, swap or watch a step that a session
/// would never let it.
/// </summary>
internal sealed class DataProbe(Examination examination, ControlLine line) : IAsyncDisposable
{
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(5);

    /// <summary>The line.</summary>
    public ControlLine Line => line;

    /// <summary>The session of the control connection.</summary>
    public TlsSession Session => line.Connection.Tls!.Session;

    /// <summary>Logs in on a line of its own and asks for protected data connections.</summary>
    /// <param name="examination">The ways to the server.</param>
    /// <param name="change">Other options of the connection; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="CannotTellException">There is no login, or the server refuses PROT P.</exception>
    public static async Task<DataProbe> OpenAsync(
        Examination examination, Func<FtpClientOptions, FtpClientOptions>? change, CancellationToken cancellationToken)
    {
        var line = await examination.OpenSecureAsync(change, null, null, cancellationToken).ConfigureAwait(false);
        try
        {
            await examination.LogInOnLineAsync(line, cancellationToken).ConfigureAwait(false);
            await line.AskAsync(new FtpCommand("PBSZ", "0"), cancellationToken).ConfigureAwait(false);
            var level = await line.AskAsync(new FtpCommand("PROT", "P"), cancellationToken).ConfigureAwait(false);
            if (!level.IsCompleted) throw new CannotTellException($"The server does not protect data connections: PROT P → {Evidence.Of(level)}");
            return new DataProbe(examination, line);
        }
        catch
        {
            await line.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks for a data port: EPSV, else PASV.</summary>
    /// <exception cref="CannotTellException">The server names none.</exception>
    public async Task<int> AskPortAsync(CancellationToken cancellationToken)
    {
        var reply = await line.AskAsync("EPSV", cancellationToken).ConfigureAwait(false);
        if (DataEndPointFormat.TryParseEpsv(reply, out var port)) return port;
        reply = await line.AskAsync("PASV", cancellationToken).ConfigureAwait(false);
        return DataEndPointFormat.TryParsePasv(reply, out var place)
            ? place.Port
            : throw new CannotTellException($"The server names no data port: PASV → {Evidence.Of(reply)}");
    }

    /// <summary>Connects to a data port of the server, always at the control connection's address.</summary>
    public async Task<Socket> DialAsync(int port, CancellationToken cancellationToken) => await line.Connection.Route.ConnectAsync(
        port, $"The server's data port {port}", line.Connection.Options, cancellationToken).ConfigureAwait(false);

    /// <summary>Lists the directory of the login over a data connection under TLS.</summary>
    /// <param name="session">The session to resume; null for a handshake of its own.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<DataOutcome> ListAsync(TlsSession? session, CancellationToken cancellationToken)
    {
        var socket = await DialAsync(await AskPortAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await line.Connection.SendAsync([new FtpCommand("LIST")], cancellationToken).ConfigureAwait(false);
        return await CarryAsync(socket, session, ReadToEndAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Secures a data connection whose command is on its way, lets somebody use it and reads the replies.</summary>
    /// <param name="socket">The data connection; it is closed in the end.</param>
    /// <param name="session">The session to resume; null for a handshake of its own.</param>
    /// <param name="use">Reads or writes to the end, and closes as it likes. Returns the number of bytes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<DataOutcome> CarryAsync(
        Socket socket, TlsSession? session, Func<TlsStream, CancellationToken, Task<long>> use, CancellationToken cancellationToken)
    {
        var replies = new List<FtpReply>();
        var final = ReadRepliesAsync(replies, cancellationToken);
        TlsStream? stream = null;
        Exception? failure = null;
        long bytes = 0;
        using var giveUp = new Deadline(Timeout.InfiniteTimeSpan, examination.Time, cancellationToken);
        try
        {
            var handshake = line.Tls!.ConnectAsync(socket, session, TlsStreamOptions.Default, giveUp.Token).AsTask();
            await Task.WhenAny(handshake, final).ConfigureAwait(false);

            // A refusal ends the attempt; a handshake that is on its way may still show its certificate.
            if (!handshake.IsCompleted) giveUp.Restart(CloseTime);
            stream = await handshake.ConfigureAwait(false);
            bytes = await use(stream, giveUp.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            failure = e;
        }

        var info = stream?.Info;
        var certificate = info is { Resumed: false } ? info.PeerCertificate : (failure as TlsException)?.Certificate;
        if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
        socket.Dispose();
        var lost = await final.ConfigureAwait(false);
        return new DataOutcome { Replies = replies, Tls = info, Certificate = certificate, Bytes = bytes, Failure = failure ?? lost };
    }

    /// <summary>Reads to the end and answers it, as every client should.</summary>
    public async Task<long> ReadToEndAsync(TlsStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        long total = 0;
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            total += read;
            if (total > examination.Options.MaxBytes) throw new IOException($"more than {examination.Options.MaxBytes} bytes came");
        }

        await stream.ShutdownAsync(CloseTime, cancellationToken).ConfigureAwait(false);
        return total;
    }

    /// <summary>Reads replies up to the final one. What ends the line is returned, not thrown: the data connection's end is awaited too.</summary>
    public async Task<Exception?> ReadRepliesAsync(List<FtpReply> replies, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var reply = await line.Connection.ReadReplyInTimeAsync("the transfer", cancellationToken).ConfigureAwait(false);
                replies.Add(reply);
                if (!reply.IsPreliminary) return null;
                line.Connection.ExpectAnother();
            }
        }
        catch (FtpException e)
        {
            return e;
        }
    }

    public ValueTask DisposeAsync() => line.DisposeAsync();
}
