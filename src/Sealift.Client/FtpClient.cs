using System.Buffers;
using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>
/// One live, logged-in FTP session, encrypted on both channels. It never reconnects: when it breaks it is done, and a new one
/// takes its place. One operation at a time; for more, use more sessions.
/// </summary>
public sealed class FtpClient : IAsyncDisposable
{
    private const int CopyBufferSize = 128 * 1024;

    private readonly FtpSession _session;

    private FtpClient(FtpSession session, FtpReply greeting, Login login)
    {
        _session = session;
        Greeting = greeting;
        Welcome = login.Welcome;
        Features = login.Supported;
    }

    /// <summary>What the server supports, as it says after the login (RFC 2389).</summary>
    public FtpFeatures Features { get; }

    /// <summary>The server's greeting (220).</summary>
    public FtpReply Greeting { get; }

    /// <summary>The server's answer to the login (230, or 232 where the client's certificate was enough).</summary>
    public FtpReply Welcome { get; }

    /// <summary>The control connection's TLS facts; null only with <see cref="FtpTlsMode.PlaintextUnsafe"/>.</summary>
    public TlsInfo? Tls => Connection.Tls?.Info;

    /// <summary>Data connections opened so far.</summary>
    public int DataConnections => _session.DataConnections;

    /// <summary>How many of them resumed the control connection's TLS session.</summary>
    public int ResumedDataConnections => _session.ResumedDataConnections;

    /// <summary>Whether the session still lives, as far as is known without asking the server.</summary>
    public bool IsUsable => Connection.Failure is null;

    private ControlConnection Connection => _session.Channel.Connection;

    private FtpClientOptions Options => _session.Options;

    /// <summary>
    /// Connects, secures the connection, logs in and prepares the session: connect, greeting, AUTH TLS, handshake, USER, PASS,
    /// PBSZ 0, PROT P, FEAT, TYPE I. In implicit mode the handshake comes before the greeting.
    /// </summary>
    /// <exception cref="FtpConnectionException">There is no connection, or what answers is no FTP server.</exception>
    /// <exception cref="FtpTlsException">The connection could not be secured; no credential was sent.</exception>
    /// <exception cref="FtpAuthenticationException">The login was refused. It was tried once.</exception>
    /// <exception cref="FtpProtocolException">The server broke the grammar.</exception>
    public static async Task<FtpClient> ConnectAsync(FtpClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isPipelining = options.Pipelining && !options.Hosts.RefusesPipelining(options);
        try
        {
            return await ConnectAsync(options, isPipelining, cancellationToken).ConfigureAwait(false);
        }
        catch (FlightRefusedException)
        {
            options.Logger.PipeliningRefused(options.Host);
            options.Hosts.RememberNoPipelining(options);
            return await ConnectAsync(options, isPipelining: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lists a directory, entry by entry as it arrives: MLSD (RFC 3659 section 7) where the server has it, else LIST.</summary>
    /// <param name="directory">The directory; <see cref="FtpPath.Home"/> is the one the login leads to.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <remarks>The enumeration ends normally only if the listing is proven complete; a cut one is an exception.</remarks>
    public async IAsyncEnumerable<FtpEntry> ListAsync(
        FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var format = Features.Mlst ? ListingFormat.Mlsd : ListingFormat.List;
        var verb = Features.Mlst ? "MLSD" : "LIST";
        var isHome = directory is { IsTop: true, IsAbsolute: false };
        var command = isHome ? new FtpCommand(verb) : new FtpCommand(verb, directory);
        var stream = await OpenAsync(command, offset: 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ListingReader(Options.ListingLimits, Options.TimeProvider) { Directory = directory };
            await foreach (var entry in reader.ReadAsync(stream, format, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Describes one path: MLST where the server has it, else by looking at its directory.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The entry, or null when there is none.</returns>
    public async Task<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await new EntryFinder(this, Connection).FindAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a file to read: RETR, after REST when there is an offset (RFC 3659 section 5).</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where to begin, in bytes from the start; 0 to the file's size.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FtpReplyException">The server refused: there is no such file, for example (550).</exception>
    public Task<FtpReadStream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return OpenAsync(new FtpCommand("RETR", path), offset, cancellationToken);
    }

    /// <summary>Opens a file to write: STOR, APPE, or REST and STOR.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">What happens to the file that is there.</param>
    /// <param name="offset">With <see cref="FtpWriteMode.Resume"/>: where to go on, in bytes from the start; else 0.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FtpReplyException">The server refused: no right to write (550), a full disk (452, 552), a bad name (553).</exception>
    public async Task<FtpWriteStream> OpenWriteAsync(
        FtpPath path, FtpWriteMode mode = FtpWriteMode.Replace, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset > 0 && mode != FtpWriteMode.Resume)
            throw new ArgumentException("Only a resumed upload has an offset.", nameof(offset));
        var command = new FtpCommand(mode == FtpWriteMode.Append ? "APPE" : "STOR", path);
        var transfer = await DataTransfer.OpenAsync(_session, command, offset, cancellationToken).ConfigureAwait(false);
        return new FtpWriteStream(transfer, offset);
    }

    /// <summary>Downloads a file into a stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Where the bytes go. It is not closed; what it holds is only complete if this returns.</param>
    /// <param name="offset">Where to begin, in bytes from the start.</param>
    /// <param name="progress">Told the bytes received so far, after each block.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    public async Task<FtpTransferResult> DownloadAsync(
        FtpPath path, Stream target, long offset = 0, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var source = await OpenReadAsync(path, offset, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await CopyAsync(source, target, progress, cancellationToken).ConfigureAwait(false);
            return source.Result!;
        }
    }

    /// <summary>Uploads a stream into a file.</summary>
    /// <param name="source">The bytes, read to the end. With an offset it must already stand there.</param>
    /// <param name="path">The file.</param>
    /// <param name="mode">What happens to the file that is there.</param>
    /// <param name="offset">With <see cref="FtpWriteMode.Resume"/>: where to go on, in bytes from the start.</param>
    /// <param name="progress">Told the bytes sent so far, after each block.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    public async Task<FtpTransferResult> UploadAsync(
        Stream source,
        FtpPath path,
        FtpWriteMode mode = FtpWriteMode.Replace,
        long offset = 0,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var target = await OpenWriteAsync(path, mode, offset, cancellationToken).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            await CopyAsync(source, target, progress, cancellationToken).ConfigureAwait(false);
            await target.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return target.Result!;
        }
    }

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

    /// <summary>Asks for a file's size in bytes, as TYPE I transfers it (SIZE, RFC 3659 section 4).</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The size, or null when the server does not tell: no such file, a directory, or no SIZE.</returns>
    public async Task<long?> GetSizeAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        var reply = await ExecuteAsync(new FtpCommand("SIZE", path), cancellationToken).ConfigureAwait(false);
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

    /// <summary>Sets a file's time of last change (MFMT, draft-somers-ftp-mfxx), to the second.</summary>
    /// <param name="path">The file.</param>
    /// <param name="modified">The time.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>False if the server has no MFMT or refused it.</returns>
    public async Task<bool> SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Features.Mfmt) return false;
        var time = FtpTimestamp.FromUtc(modified) with { Precision = FtpTimePrecision.Second };
        var command = new FtpCommand("MFMT", $"{time.Format()} {path}");
        return (await ExecuteAsync(command, cancellationToken).ConfigureAwait(false)).IsCompleted;
    }

    /// <summary>Asks the server for a sign of life (NOOP).</summary>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    public async Task PingAsync(CancellationToken cancellationToken = default) =>
        await ExecuteAsync(new FtpCommand("NOOP"), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Sends any command and returns its final reply, whatever it says. Commands that open data connections or change the
    /// security of the session do not belong here: it would no longer know its own state.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <exception cref="FtpConnectionException">The session broke.</exception>
    public async Task<FtpReply> ExecuteAsync(FtpCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        _session.Begin();
        try
        {
            return await _session.Channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _session.End();
        }
    }

    /// <summary>Says goodbye (QUIT) without waiting for the answer, and closes.</summary>
    /// <param name="cancellationToken">Closes at once.</param>
    public async Task QuitAsync(CancellationToken cancellationToken = default)
    {
        _session.Begin();
        try
        {
            await Connection.QuitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _session.End();
        }
    }

    /// <summary>Closes the session without a goodbye.</summary>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private static async Task<FtpClient> ConnectAsync(
        FtpClientOptions options, bool isPipelining, CancellationToken cancellationToken)
    {
        var tls = options.Mode == FtpTlsMode.PlaintextUnsafe ? null : CreateTls(options);
        try
        {
            var connection = await ControlConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            try
            {
                return await ConnectAsync(connection, tls, isPipelining, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            tls?.Dispose();
            throw;
        }
    }

    private static async Task<FtpClient> ConnectAsync(
        ControlConnection connection, TlsClient? tls, bool isPipelining, CancellationToken cancellationToken)
    {
        var (channel, greeting) = await SecureAsync(connection, tls, cancellationToken).ConfigureAwait(false);
        var credential = connection.Options.Credential;
        var login = isPipelining
            ? await Login.InOneFlightAsync(channel, credential, cancellationToken).ConfigureAwait(false)
            : await Login.StepByStepAsync(channel, credential, cancellationToken).ConfigureAwait(false);
        return new FtpClient(new FtpSession(channel, tls, login.FirstDataPort), greeting, login);
    }

    private static async ValueTask<(ControlChannel Channel, FtpReply Greeting)> SecureAsync(
        ControlConnection connection, TlsClient? tls, CancellationToken cancellationToken)
    {
        // Implicit: TLS from the first byte, then the greeting.
        if (connection.Options.Mode == FtpTlsMode.Implicit)
        {
            var secured = await ControlChannel.SecureAtOnceAsync(connection, tls!, cancellationToken).ConfigureAwait(false);
            return (secured, await Greetings.ReadAsync(connection, cancellationToken).ConfigureAwait(false));
        }

        // Explicit: the greeting in clear text, then AUTH TLS and the handshake (RFC 4217 section 4).
        var clear = new ClearControlChannel(connection);
        var greeting = await clear.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
        if (tls is not null) return (await clear.SecureAsync(tls, cancellationToken).ConfigureAwait(false), greeting);

        connection.Options.Logger.Plaintext(connection.Options.Host);
        return (ControlChannel.PlaintextUnsafe(connection), greeting);
    }

    private static TlsClient CreateTls(FtpClientOptions options)
    {
        try
        {
            return TlsClient.Create(new TlsClientOptions
            {
                TargetHost = options.Host,
                Port = options.EffectivePort,
                Trust = options.Trust,
                MinVersion = options.MinTlsVersion,
                MaxVersion = options.MaxTlsVersion,
                ApplicationProtocols = ["ftp"], // IANA's ALPN id of FTP, against cross-protocol attacks
                Certificate = options.Certificate,
                HandshakeTimeout = options.ReplyTimeout,
                Backend = options.TlsBackend,
            });
        }
        catch (TlsException e)
        {
            throw new FtpTlsException(e);
        }
    }

    internal static FtpReplyException Refused(FtpCommand command, FtpReply reply) => new(command, reply, Hints.For(reply));

    private static async Task CopyAsync(
        Stream source, Stream target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            var total = 0L;
            int count;
            while ((count = await source.ReadAsync(buffer.AsMemory(0, CopyBufferSize), cancellationToken).ConfigureAwait(false)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                total += count;
                progress?.Report(total);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<FtpReadStream> OpenAsync(FtpCommand command, long offset, CancellationToken cancellationToken) =>
        new(await DataTransfer.OpenAsync(_session, command, offset, cancellationToken).ConfigureAwait(false));

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
