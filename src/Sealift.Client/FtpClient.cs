using System.Net;
using Sealift.Client.Control;
using Sealift.Client.Data;
using Sealift.Client.Profiles;
using Sealift.Client.Proxies;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>
/// One live, logged-in FTP session, encrypted on both channels. It never reconnects: when it breaks it is done, and a new one
/// takes its place. One operation at a time; for more, use more sessions.
/// </summary>
public sealed partial class FtpClient : IAsyncDisposable
{
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

    /// <summary>The server's profile, and what it was chosen by.</summary>
    public ServerProfileChoice Profile => _session.Profile;

    /// <summary>
    /// The control connection's TLS facts; null only with <see cref="FtpTlsMode.PlaintextUnsafe"/>. With
    /// <see cref="FtpClientOptions.ClearCommandsUnsafe"/> they are those of the login.
    /// </summary>
    public TlsInfo? Tls => Connection.Tls?.Info;

    /// <summary>Whether commands and replies are encrypted now; false only where clear text was asked for by name.</summary>
    public bool AreCommandsEncrypted => Connection.IsEncrypted;

    /// <summary>Whether data connections are encrypted; false only where clear text was asked for by name.</summary>
    public bool IsDataEncrypted => _session.DataTls is not null;

    /// <summary>The mechanism that began TLS; null for implicit TLS and without TLS.</summary>
    public FtpAuthMechanism? AuthMechanism => _session.Channel.Mechanism;

    /// <summary>Data connections opened so far.</summary>
    public int DataConnections => _session.DataConnections;

    /// <summary>How many of them resumed the control connection's TLS session.</summary>
    public int ResumedDataConnections => _session.ResumedDataConnections;

    /// <summary>Whether the session still lives, as far as is known without asking the server.</summary>
    public bool IsUsable => Connection.Failure is null;

    /// <summary>Whether another operation can begin: the session lives, is not in the middle of one, and has not been told anything.</summary>
    internal bool IsReady => IsUsable && !_session.IsBusy && !Connection.HasHeardUnasked;

    /// <summary>What the parts of the session share.</summary>
    internal FtpSession Session => _session;

    /// <summary>The server's address as the control connection knows it; null behind a proxy, which hides it.</summary>
    internal IPAddress? ServerAddress
    {
        get
        {
            var peer = Connection.Peer.Address;
            if (!Connection.Route.IsServer(peer)) return null;
            return peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        }
    }

    /// <summary>The port of the control connection.</summary>
    internal int Port => Connection.Peer.Port;

    /// <summary>The user who is logged in.</summary>
    internal string User => Options.Credential.User;

    private ControlConnection Connection => _session.Channel.Connection;

    private FtpClientOptions Options => _session.Options;

    /// <summary>
    /// Connects, secures the connection, logs in and prepares the session: connect, greeting, AUTH TLS, handshake, USER, PASS,
    /// PBSZ 0, PROT P, FEAT, TYPE I. In implicit mode the handshake comes before the greeting. There is no way to make a session
    /// new again (REIN, RFC 959 section 4.1.1, which would also end TLS): connect again.
    /// </summary>
    /// <exception cref="ArgumentException">The options contradict each other: active mode through a proxy, for example.</exception>
    /// <exception cref="FtpReplyException">The server refused something else that the session needs, such as its virtual host.</exception>
    /// <exception cref="FtpConnectionException">There is no connection, or what answers is no FTP server.</exception>
    /// <exception cref="FtpTlsException">The connection could not be secured; no credential was sent.</exception>
    /// <exception cref="FtpAuthenticationException">The login was refused. It was tried once.</exception>
    /// <exception cref="FtpProtocolException">The server broke the grammar.</exception>
    public static async Task<FtpClient> ConnectAsync(FtpClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfContradictory(nameof(options));
        var chosen = ProfileCatalog.FindChosen(options);
        if (options is { Timeline: null, Timelines: { } timelines }) options = options with { Timeline = timelines(options) };

        // A proxy that speaks FTP connects on only when it hears USER: what follows in the same flight might be lost.
        var mayPipeline = options.Pipelining != false && options.Proxy?.Kind != FtpProxyKind.Ftp && !options.Hosts.RefusesPipelining(options);
        try
        {
            return await ConnectAsync(options, chosen, mayPipeline, cancellationToken).ConfigureAwait(false);
        }
        catch (FlightRefusedException)
        {
            options.Logger.PipeliningRefused(options.Host);
            options.Hosts.RememberNoPipelining(options);
            return await ConnectAsync(options, chosen, mayPipeline: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the server for a sign of life (NOOP).</summary>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    public async Task PingAsync(CancellationToken cancellationToken = default) =>
        await ExecuteAsync(new FtpCommand("NOOP"), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Sends any command and returns its final reply, whatever it says. Commands that change the login, the security or the data
    /// connections of the session (USER, AUTH, PROT, CCC, REIN, PASV, RETR, TYPE and their like) are refused: it would no longer
    /// know its own state.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <exception cref="FtpConnectionException">The session broke.</exception>
    /// <exception cref="ArgumentException">The command is one that the session sends for itself only. Nothing was sent.</exception>
    public async Task<FtpReply> ExecuteAsync(FtpCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        OwnCommands.Refuse(command);
        await _session.BeginAsync(cancellationToken).ConfigureAwait(false);
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
        await _session.BeginAsync(cancellationToken).ConfigureAwait(false);
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
        FtpClientOptions options, ServerProfileChoice? chosen, bool mayPipeline, CancellationToken cancellationToken)
    {
        var tls = options.Mode == FtpTlsMode.PlaintextUnsafe ? null : CreateTls(options);
        try
        {
            var connection = await ControlConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            try
            {
                return await ConnectAsync(connection, tls, chosen, mayPipeline, cancellationToken).ConfigureAwait(false);
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
        ControlConnection connection, TlsClient? tls, ServerProfileChoice? chosen, bool mayPipeline, CancellationToken cancellationToken)
    {
        var (channel, greeting) = await SecureAsync(connection, tls, chosen, cancellationToken).ConfigureAwait(false);
        await FtpProxyLogin.RunAsync(channel, cancellationToken).ConfigureAwait(false);
        if (tls is not null && connection.Options.ClearDataUnsafe) connection.Options.Logger.DataInClear(connection.Options.Host);
        var profile = new ProfileFinder(chosen, greeting);
        var login = await Login.RunAsync(channel, connection.Options.Credential, profile, mayPipeline, cancellationToken).ConfigureAwait(false);
        var client = new FtpClient(new FtpSession(channel, tls, DataDialer.For(channel, login), login.Profile), greeting, login);
        if (connection.Options.MlstFacts is { } facts) await client.SelectFactsAsync(facts, cancellationToken).ConfigureAwait(false);
        return client;
    }

    private static async ValueTask<(ControlChannel Channel, FtpReply Greeting)> SecureAsync(
        ControlConnection connection, TlsClient? tls, ServerProfileChoice? chosen, CancellationToken cancellationToken)
    {
        var handshake = connection.Options.ImplicitHandshake
            ?? chosen?.Profile.Effects.ImplicitHandshake?.Value ?? FtpImplicitHandshake.BeforeGreeting;

        // Implicit: TLS from the first byte, then the greeting.
        if (connection.Options.Mode == FtpTlsMode.Implicit && handshake == FtpImplicitHandshake.BeforeGreeting)
        {
            var secured = await SecureAtOnceAsync(connection, tls!, cancellationToken).ConfigureAwait(false);
            return (secured, await Greetings.ReadAsync(connection, cancellationToken).ConfigureAwait(false));
        }

        var clear = new ClearControlChannel(connection);
        var greeting = await clear.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);

        // Implicit as z/OS has it: the handshake follows the greeting and is not asked for.
        if (connection.Options.Mode == FtpTlsMode.Implicit)
            return (await ControlChannel.SecureAtOnceAsync(connection, tls!, cancellationToken).ConfigureAwait(false), greeting);

        // Explicit: the greeting in clear text, then AUTH TLS and the handshake (RFC 4217 section 4).
        if (tls is not null) return (await clear.SecureAsync(tls, cancellationToken).ConfigureAwait(false), greeting);

        connection.Options.Logger.Plaintext(connection.Options.Host);
        return (ControlChannel.PlaintextUnsafe(connection), greeting);
    }

    private static async ValueTask<ControlChannel> SecureAtOnceAsync(
        ControlConnection connection, TlsClient tls, CancellationToken cancellationToken)
    {
        try
        {
            return await ControlChannel.SecureAtOnceAsync(connection, tls, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpTlsException e) when (e.Failure == TlsFailure.NotTls)
        {
            throw new FtpTlsException(new TlsException(
                TlsFailure.NotTls,
                e.Message,
                "If the server expects AUTH TLS, use explicit mode (ftpes://). If it greets in clear text and then expects the handshake, as z/OS "
                + "does on port 990: --implicit-handshake after-greeting.",
                e));
        }
    }

    private static TlsClient CreateTls(FtpClientOptions options)
    {
        try
        {
            return TlsClient.Create(new TlsClientOptions
            {
                TargetHost = options.TlsPeer.Host,
                Port = options.TlsPeer.Port,
                Trust = options.Trust,
                MinVersion = options.MinTlsVersion,
                MaxVersion = options.MaxTlsVersion,
                ApplicationProtocols = ["ftp"], // IANA's ALPN id of FTP, against cross-protocol attacks
                Certificate = options.Certificate,
                HandshakeTimeout = options.ReplyTimeout,
                TimeProvider = options.TimeProvider,
                Backend = options.TlsBackend,
            });
        }
        catch (TlsException e)
        {
            throw new FtpTlsException(e);
        }
    }

    internal static FtpReplyException Refused(FtpCommand command, FtpReply reply) => new(command, reply, Hints.For(reply));

    /// <summary>Ends a session that is no longer where its user believes it to be.</summary>
    internal Exception Break(FtpReplyException cause) => Connection.Die(cause);

}
