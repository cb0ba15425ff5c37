using System.Net;
using System.Net.Sockets;
using Sealift.Client;
using Sealift.Client.Control;
using Sealift.Client.Dialing;
using Sealift.Client.Profiles;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.Doctor.Tls;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Examining;

/// <summary>
/// What checks share: the ways to the server, and the facts that more than one of them needs. A check opens what it needs itself and
/// closes it, so that checks stay independent of each other.
/// </summary>
internal sealed class Examination
{
    private static readonly FtpCommand AuthTls = new("AUTH", "TLS");
    private static readonly FtpCommand Feat = new("FEAT");

    private readonly JudgedOnce _judge;

    public Examination(DoctorOptions options)
    {
        Options = options;
        Secrets = new SaidSecrets(options.Client);
        _judge = new JudgedOnce(options.Client.Trust);
        Base = options.Client with
        {
            Trust = _judge,
            Timeline = null,
            ConnectTimeout = Shorter(options.Client.ConnectTimeout),
            ReplyTimeout = Shorter(options.Client.ReplyTimeout),
            StallTimeout = Shorter(options.Client.StallTimeout),
            ClearCommandsUnsafe = false,
            ClearDataUnsafe = false,
        };
        Addresses = new Fact<IPAddress[]>(FindAddressesAsync);
        Ports = new Fact<IReadOnlyList<PortLook>>(token => new PortSurvey(this).RunAsync(token));
        Target = new Fact<Target>(FindTargetAsync);
        Look = new Fact<TlsLook>(LookAsync);
        Login = new Fact<LoginLook>(LogInOnceAsync);
        Versions = new Fact<TlsSurvey>(token => TlsSurvey.RunAsync(this, token));
    }

    public DoctorOptions Options { get; }

    /// <summary>What no finding shows.</summary>
    public SaidSecrets Secrets { get; }

    public TimeProvider Time => Options.Client.TimeProvider;

    public string Host => Options.Client.Host;

    /// <summary>The options of a session, with the examination's patience. Its port and mode are still those that were typed.</summary>
    public FtpClientOptions Base { get; }

    /// <summary>The addresses of the host.</summary>
    public Fact<IPAddress[]> Addresses { get; init; }

    /// <summary>What was seen of each port that is looked at: the given one, 21 and 990.</summary>
    public Fact<IReadOnlyList<PortLook>> Ports { get; init; }

    /// <summary>The port where the FTP server was found, which all later checks are about.</summary>
    public Fact<Target> Target { get; }

    /// <summary>One whole handshake on the control connection.</summary>
    public Fact<TlsLook> Look { get; }

    /// <summary>What came of logging in.</summary>
    public Fact<LoginLook> Login { get; }

    /// <summary>Which versions of TLS the server accepts.</summary>
    public Fact<TlsSurvey> Versions { get; }

    /// <summary>The greeting in clear text, where there was one.</summary>
    public FtpReply? ClearGreeting { get; set; }

    /// <summary>What later sessions can go by. Checks add to it.</summary>
    public FtpHostFacts Learnt { get; set; } = FtpHostFacts.None;

    /// <summary>The family of the server, by all that it has said; null while it is not known.</summary>
    public (string Family, string Evidence)? Family
    {
        get
        {
            if (Login.Known is { } login && login.Profile.Profile != ServerProfile.Generic) return (login.Profile.Profile.Id, login.Profile.Evidence);
            if ((Look.Known?.Greeting ?? ClearGreeting) is not { } greeting) return null;
            return FamilyOf(greeting, Look.Known?.Features is { IsCompleted: true } features ? FtpFeatures.Parse(features) : null);
        }
    }

    /// <summary>Connects to a port of the host, through the proxy where there is one. The greeting is not read.</summary>
    public async Task<Socket> DialAsync(int port, CancellationToken cancellationToken) =>
        (await Dialer.ConnectAsync(Base with { Port = port }, cancellationToken).ConfigureAwait(false)).Socket;

    /// <summary>Connects to a port without a word; for what the client's grammar would not let pass.</summary>
    public async Task<RawLine> DialRawAsync(int port, CancellationToken cancellationToken) =>
        new(await DialAsync(port, cancellationToken).ConfigureAwait(false), Base.ReplyTimeout, Options.MaxBytes, Time, Secrets);

    /// <summary>Connects to the server and goes as far as where it expects the first message of a TLS handshake.</summary>
    /// <exception cref="CannotTellException">It does not begin TLS.</exception>
    public async Task<RawLine> DialToTlsAsync(CancellationToken cancellationToken)
    {
        var target = await Target.GetAsync(cancellationToken).ConfigureAwait(false);
        var line = await DialRawAsync(target.Port, cancellationToken).ConfigureAwait(false);
        try
        {
            if (target is { IsImplicit: true, Handshake: FtpImplicitHandshake.BeforeGreeting }) return line;
            await line.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
            if (target.IsImplicit) return line;
            await line.SendAsync("AUTH TLS", cancellationToken).ConfigureAwait(false);
            var reply = await line.ReadReplyAsync(cancellationToken).ConfigureAwait(false);
            if (reply?.Code is not (234 or 334))
                throw new CannotTellException($"The server does not begin TLS: AUTH TLS → {(reply is null ? "no answer" : Evidence.Of(reply))}");
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Connects to the server and hears its greeting, in clear text. Not for implicit TLS.</summary>
    public async Task<ControlLine> OpenClearAsync(CancellationToken cancellationToken)
    {
        var target = await Target.GetAsync(cancellationToken).ConfigureAwait(false);
        var options = Base with { Port = target.Port, Mode = target.Mode };
        return await OpenAsync(options, null, target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Connects to the server and begins TLS with it, whoever it is: nothing secret may be said. <see cref="LogInOnLineAsync"/> logs in where
    /// the server is trusted.
    /// </summary>
    /// <param name="change">Other options of the connection, such as the TLS version; null for none.</param>
    /// <param name="trust">Keeps what the server presented; null where that is of no interest.</param>
    /// <param name="timeline">Records the handshake's messages; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<ControlLine> OpenSecureAsync(
        Func<FtpClientOptions, FtpClientOptions>? change,
        ObservingTrust? trust,
        SessionTimeline? timeline,
        CancellationToken cancellationToken)
    {
        var target = await Target.GetAsync(cancellationToken).ConfigureAwait(false);
        var options = Base with { Port = target.Port, Mode = target.Mode, Trust = trust ?? new ObservingTrust(_judge), Timeline = timeline };
        if (change is not null) options = change(options);
        var tls = TlsClient.Create(new TlsClientOptions
        {
            TargetHost = options.TlsPeer.Host,
            Port = options.TlsPeer.Port,
            Trust = options.Trust,
            MinVersion = options.MinTlsVersion,
            MaxVersion = options.MaxTlsVersion,
            ApplicationProtocols = ["ftp"],
            Certificate = options.Certificate,
            HandshakeTimeout = options.ReplyTimeout,
            Backend = options.TlsBackend,
        });
        try
        {
            return await OpenAsync(options, tls, target, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            tls.Dispose();
            throw;
        }
    }

    /// <summary>A logged-in session of its own for a check, which disposes it.</summary>
    /// <param name="change">Other options of the session; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="CannotTellException">There is nobody to log in, or logging in has failed before: it is not tried again.</exception>
    public async Task<FtpClient> LogInAsync(Func<FtpClientOptions, FtpClientOptions>? change, CancellationToken cancellationToken)
    {
        await RequireLoginAsync(cancellationToken).ConfigureAwait(false);
        var options = await SessionOptionsAsync(cancellationToken).ConfigureAwait(false);
        return await FtpClient.ConnectAsync(change is null ? options : change(options), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs in on a line, which must be in TLS with a trusted server; for checks that say what a session would not.</summary>
    /// <exception cref="CannotTellException">There is nobody to log in, or logging in has failed before.</exception>
    public async Task LogInOnLineAsync(ControlLine line, CancellationToken cancellationToken)
    {
        if (!line.Connection.IsEncrypted) throw new InvalidOperationException("No password is said in clear text.");
        await RequireLoginAsync(cancellationToken).ConfigureAwait(false);
        var look = await Look.GetAsync(cancellationToken).ConfigureAwait(false);
        if (!look.Judgement.IsTrusted) throw new CannotTellException("The server is not trusted, so that no password is sent to it.");
        var shown = line.Connection.Tls?.Info.PeerCertificate;
        if (shown is null || SpkiPin.Of(shown) != SpkiPin.Of(look.Identity.Certificate))
            throw new CannotTellException("This connection presented another key than the one that was judged; no password was sent.");
        var reply = await line.AskAsync(new FtpCommand("USER", Base.Credential.User), cancellationToken).ConfigureAwait(false);
        if (reply.Code == 331) reply = await line.AskAsync(new FtpCommand("PASS", Base.Credential.Password), cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw new CannotTellException($"The server did not take the login this time: {Evidence.Of(reply)}");
    }

    /// <summary>The options of a session with the server that was found.</summary>
    public async Task<FtpClientOptions> SessionOptionsAsync(CancellationToken cancellationToken)
    {
        var target = await Target.GetAsync(cancellationToken).ConfigureAwait(false);
        return Base with
        {
            Port = target.Port,
            Mode = target.Mode,
            ImplicitHandshake = target.IsImplicit ? target.Handshake : null,
        };
    }

    /// <summary>What a server's words say about its family; null for nothing.</summary>
    internal static (string Family, string Evidence)? FamilyOf(FtpReply greeting, FtpFeatures? features)
    {
        var choice = ProfileCatalog.Recognise(greeting, features);
        if (choice.Profile != ServerProfile.Generic) return (choice.Profile.Id, choice.Evidence);
        return greeting.Message.StartsWith("Sealift FTPS server", StringComparison.Ordinal)
            ? (ServerFamily.Sealift, $"the greeting says \"{greeting.Message}\"")
            : null;
    }

    private async Task RequireLoginAsync(CancellationToken cancellationToken)
    {
        if (!Options.LogsIn) throw new CannotTellException("It takes a login, and no user was named (--user).");
        if ((await Login.GetAsync(cancellationToken).ConfigureAwait(false)).Failure is { } failure)
            throw new CannotTellException($"It takes a login, and the login does not succeed: {Reason.Of(failure)}");
    }

    private static async Task<ControlLine> OpenAsync(FtpClientOptions options, TlsClient? tls, Target target, CancellationToken cancellationToken)
    {
        var connection = await ControlConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            if (tls is not null && target is { IsImplicit: true, Handshake: FtpImplicitHandshake.BeforeGreeting })
            {
                await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
                return new ControlLine(connection, tls, await Greetings.ReadAsync(connection, cancellationToken).ConfigureAwait(false));
            }

            var greeting = await Greetings.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            if (tls is not null)
            {
                if (!target.IsImplicit) await RequireAuthAsync(connection, cancellationToken).ConfigureAwait(false);
                await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
            }

            return new ControlLine(connection, tls, greeting);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task RequireAuthAsync(ControlConnection connection, CancellationToken cancellationToken)
    {
        await connection.SendAsync([AuthTls], cancellationToken).ConfigureAwait(false);
        var reply = await connection.ReadReplyInTimeAsync("AUTH TLS", cancellationToken).ConfigureAwait(false);

        // RFC 4217 section 4.2 says 234; some servers send 334, and the handshake follows all the same.
        if (reply.Code is not (234 or 334)) throw new CannotTellException($"The server does not begin TLS: AUTH TLS → {Evidence.Of(reply)}");
    }

    private async Task<IPAddress[]> FindAddressesAsync(CancellationToken cancellationToken)
    {
        if (Base.Proxy is { Kind: not FtpProxyKind.Ftp }) throw new CannotTellException("The proxy resolves the name and makes the connections.");
        if (IPAddress.TryParse(Host, out var address)) return [address];
        try
        {
            using var limit = new Deadline(Options.Patience, Time, cancellationToken);
            return await Dns.GetHostAddressesAsync(Host, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new FtpConnectionException(FtpConnectionFailure.UnknownHost, $"The host {Host} is not known.", null, e);
        }
    }

    private async Task<Target> FindTargetAsync(CancellationToken cancellationToken)
    {
        var ports = await Ports.GetAsync(cancellationToken).ConfigureAwait(false);

        // Where TLS answers on the port of implicit TLS it is worth a look, even if no greeting was heard: the server may want a client certificate.
        var found = ports.FirstOrDefault(port => port.IsFtp)
            ?? ports.FirstOrDefault(port => port.Speech == Speech.OtherInTls && port.Port == Base.EffectivePort && Base.Mode == FtpTlsMode.Implicit)
            ?? throw new CannotTellException($"No FTP server was found: {string.Join("; ", ports)}.");
        return found.Speech switch
        {
            Speech.Ftp => new Target(found.Port, FtpTlsMode.Explicit, FtpImplicitHandshake.BeforeGreeting),
            Speech.FtpThenTls => new Target(found.Port, FtpTlsMode.Implicit, FtpImplicitHandshake.AfterGreeting),
            _ => new Target(found.Port, FtpTlsMode.Implicit, FtpImplicitHandshake.BeforeGreeting),
        };
    }

    private async Task<TlsLook> LookAsync(CancellationToken cancellationToken)
    {
        var trust = new ObservingTrust(_judge);
        var timeline = Base.Timelines?.Invoke(Base) ?? new SessionTimeline(Time);
        TlsInfo? tls = null;
        FtpReply? greeting = null, features = null;
        Exception? failure = null;
        try
        {
            var line = await OpenSecureAsync(null, trust, timeline, cancellationToken).ConfigureAwait(false);
            await using var closing = line.ConfigureAwait(false);
            (tls, greeting) = (line.Connection.Tls!.Info, line.Greeting);

            // The reply brings along the session tickets that follow a handshake of TLS 1.3, or that the server wants a client certificate.
            features = await line.AskAsync(Feat, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (trust.Identity is not null && e is FtpException or TlsException)
        {
            // The certificate was seen all the same, and checks about it go on.
            failure = e;
        }

        return new TlsLook(
            tls,
            trust.Identity ?? throw new CannotTellException("The server presented no certificate."),
            trust.Judgement!,
            greeting,
            features,
            [.. timeline.Events.OfType<HandshakeMessage>()],
            failure);
    }

    private async Task<LoginLook> LogInOnceAsync(CancellationToken cancellationToken)
    {
        var options = await SessionOptionsAsync(cancellationToken).ConfigureAwait(false);
        var began = Time.GetTimestamp();
        try
        {
            var client = await FtpClient.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
            await using var closing = client.ConfigureAwait(false);
            var elapsed = Time.GetElapsedTime(began);
            return new LoginLook(elapsed, null, client.Profile, client.Features, client.Welcome);
        }
        catch (FtpException e)
        {
            return new LoginLook(Time.GetElapsedTime(began), e, new ServerProfileChoice(ServerProfile.Generic, ""), FtpFeatures.None, null);
        }
    }

    private TimeSpan Shorter(TimeSpan limit) => limit < Options.Patience ? limit : Options.Patience;
}
