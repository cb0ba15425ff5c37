using Sealift.Client.Profiles;
using Sealift.Client.Proxies;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>Logs in and sets up a session. It takes a <see cref="ControlChannel"/>, so no password can go out before TLS.</summary>
internal sealed class Login
{
    private static readonly FtpCommand Features = new("FEAT");
    private static readonly FtpCommand System = new("SYST");
    private static readonly FtpCommand Utf8 = new("OPTS", "UTF8 ON");
    private static readonly FtpCommand Binary = new("TYPE", "I");
    private static readonly FtpCommand Passive = new("EPSV");

    private readonly ControlChannel _channel;
    private readonly FtpCredential _credential;
    private readonly DataProtection _protection;
    private readonly ProfileFinder _profile;
    private bool _isLanguageSet;

    private Login(ControlChannel channel, FtpCredential credential, ProfileFinder profile)
    {
        _profile = profile;
        _channel = channel;
        _credential = credential;
        _protection = new DataProtection(channel);
    }

    /// <summary>The server's welcome.</summary>
    public FtpReply Welcome { get; private set; } = null!;

    /// <summary>What the server supports, asked after the login: before AUTH the answer proves nothing.</summary>
    public FtpFeatures Supported { get; private set; } = FtpFeatures.None;

    /// <summary>The server's profile, by all that it has said.</summary>
    public ServerProfileChoice Profile => _profile.Choice;

    /// <summary>The answer to EPSV, where a first data port was asked for along with the rest; null if not.</summary>
    public FtpReply? FirstPassiveReply { get; private set; }

    private FtpClientOptions Options => _channel.Connection.Options;

    private bool IsEncrypted => _channel.Connection.Tls is not null;

    // RFC 2640 section 4 makes UTF-8 the rule without asking; servers that list it often want to be told all the same.
    private bool WantsUtf8 => Options.TextEncoding.IsUtf8 && _profile.Rules.Utf8?.Value != Utf8Request.Never;

    private bool AsksForUtf8 => WantsUtf8 && (Supported.Utf8 || _profile.Rules.Utf8?.Value == Utf8Request.Always);

    /// <summary>The whole login: the virtual host, the user, the protection of data, and what the session needs to know.</summary>
    /// <exception cref="FlightRefusedException">The server did not answer as many commands as it was sent.</exception>
    public static async ValueTask<Login> RunAsync(
        ControlChannel channel, FtpCredential credential, ProfileFinder profile, bool mayPipeline, CancellationToken cancellationToken)
    {
        var login = new Login(channel, credential, profile);
        var isPipelining = mayPipeline && (channel.Connection.Options.Pipelining ?? profile.Rules.Pipelining?.Value ?? true);
        await login.NameHostAsync(cancellationToken).ConfigureAwait(false);
        await login.ChooseLanguageAsync(cancellationToken).ConfigureAwait(false);

        // An account is sent to servers that ask for one, so their question is awaited.
        if (isPipelining && credential.Account is null) await login.InOneFlightAsync(cancellationToken).ConfigureAwait(false);
        else await login.StepByStepAsync(cancellationToken).ConfigureAwait(false);

        await login.IntroduceAsync(cancellationToken).ConfigureAwait(false);
        await login.SetUpAsync(isPipelining, cancellationToken).ConfigureAwait(false);
        if (login.IsEncrypted && channel.Connection.Options.ClearCommandsUnsafe)
            await channel.ClearCommandsAsync(cancellationToken).ConfigureAwait(false);
        return login;
    }

    // RFC 7151 section 3: inside TLS and before USER. It is awaited, or the password would go to a host that the user did not name.
    private async ValueTask NameHostAsync(CancellationToken cancellationToken)
    {
        if (Options.VirtualHost is not { } host) return;
        var command = new FtpCommand("HOST", VirtualHostName.Check(host));
        var reply = await _channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        if (reply.IsCompleted) return;
        throw new FtpReplyException(command, reply, reply.Code switch
        {
            504 or 501 => "The server does not serve this host name; no password was sent.",
            503 => "The server takes a host name at another moment only, such as before TLS; no password was sent.",
            530 => "The server wants another login for this host name, or a certificate that agrees with it; no password was sent.",
            _ => "The server knows no virtual hosts (HOST); leave the option out. No password was sent.",
        });
    }

    /// <summary>One command after the other, each after the reply to the one before.</summary>
    private async ValueTask StepByStepAsync(CancellationToken cancellationToken)
    {
        Welcome = await new Authentication(_channel, _credential).RunAsync(cancellationToken).ConfigureAwait(false);
        if (IsEncrypted)
        {
            var bufferSize = await _channel.ExecuteAsync(_protection.Commands[0], cancellationToken).ConfigureAwait(false);
            _protection.Require(bufferSize, await _channel.ExecuteAsync(_protection.Commands[1], cancellationToken).ConfigureAwait(false));
        }

        TakeFeatures(await _channel.ExecuteAsync(Features, cancellationToken).ConfigureAwait(false));
        _profile.Hear(Supported);
        if (_profile.IsOpen) _profile.Hear(Supported, await _channel.ExecuteAsync(System, cancellationToken).ConfigureAwait(false));
        if (AsksForUtf8) await _channel.ExecuteAsync(Utf8, cancellationToken).ConfigureAwait(false);
        RequireCompleted(Binary, await _channel.ExecuteAsync(Binary, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>All of it in one write. The replies are judged in the same order and by the same rules.</summary>
    private async ValueTask InOneFlightAsync(CancellationToken cancellationToken)
    {
        List<FtpCommand> flight = [new FtpCommand("USER", FtpProxyLogin.UserName(Options)), new FtpCommand("PASS", _credential.Password)];
        if (IsEncrypted) flight.AddRange(_protection.Commands);
        flight.Add(Features);
        if (_profile.IsOpen) flight.Add(System);
        if (WantsUtf8) flight.Add(Utf8);
        flight.Add(Binary);
        if (AsksForPort(Options) && _profile.Rules.Epsv?.Value != false) flight.Add(Passive);

        var replies = new List<FtpReply>(flight.Count);
        await _channel.Connection.SendAsync(flight, cancellationToken).ConfigureAwait(false);
        foreach (var command in flight) replies.Add(await ReadAsync(command, replies, cancellationToken).ConfigureAwait(false));
        FtpReply? ReplyTo(FtpCommand command) => flight.IndexOf(command) is var index and >= 0 ? replies[index] : null;

        RequireLogin(replies[0], replies[1]);
        if (IsEncrypted) _protection.Require(ReplyTo(_protection.Commands[0])!, ReplyTo(_protection.Commands[1])!);
        TakeFeatures(ReplyTo(Features)!);
        _profile.Hear(Supported, ReplyTo(System));
        RequireCompleted(Binary, ReplyTo(Binary)!);
        FirstPassiveReply = ReplyTo(Passive);
    }

    // Not where the answer is known to be of no use, and not before EPSV ALL.
    private static bool AsksForPort(FtpClientOptions options) => options.DataMode == FtpDataMode.Passive && !options.EpsvAll
        && !options.Hosts.RefusesEpsv(options) && !options.Hosts.WantsPret(options);

    private async ValueTask<FtpReply> ReadAsync(
        FtpCommand command, List<FtpReply> before, CancellationToken cancellationToken)
    {
        try
        {
            return await _channel.ReadFinalAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpConnectionException e) when (before.Count > 0 && e.Reply is null)
        {
            // A refused login is not tried again in any way: that would be a second guess at the password.
            if (before[0].Code != 331 || before.Count > 1) RequireLogin(before[0], before.ElementAtOrDefault(1));
            throw new FlightRefusedException(e);
        }
    }

    // Where USER alone was enough (230, 232), PASS was superfluous and its reply (202, 230, 503) says nothing.
    private void RequireLogin(FtpReply user, FtpReply? password)
    {
        // RFC 2228 section 3: 336 is a challenge, which PASS could not answer yet. Where the static password was accepted all the same,
        // or somebody is there to answer, it was no refusal.
        var reply = user.Code is 331 or 336 ? password ?? user : user;
        if (!reply.IsCompleted && Options.Challenge is not null && (Authentication.IsQuestion(user) || Authentication.IsQuestion(reply)))
            throw new FlightRefusedException(new FtpAuthenticationException(_credential.User, user));

        if (reply.Code == 421) throw _channel.Connection.Goodbye(reply);

        // RFC 2228 section 5: 232 is a login that the client's certificate has already proven.
        if (!reply.IsCompleted) throw new FtpAuthenticationException(_credential.User, user.Code == 336 ? user : reply);
        Welcome = reply;
    }

    // What a server lists it may want to know. None of it is needed, so a refusal is noted and no error.
    private async ValueTask IntroduceAsync(CancellationToken cancellationToken)
    {
        if ((Options.ClientName ?? (_profile.Rules.ClientName?.Value == true ? "Sealift" : null)) is { } name && Supported.Has("CLNT"))
        {
            // Some servers speak UTF-8 only to clients that have a name, and forget what was asked before.
            await _channel.ExecuteAsync(new FtpCommand("CLNT", name), cancellationToken).ConfigureAwait(false);
            if (AsksForUtf8) await _channel.ExecuteAsync(Utf8, cancellationToken).ConfigureAwait(false);
        }

        if (!_isLanguageSet && Supported.Has("LANG")) await ChooseLanguageAsync(cancellationToken).ConfigureAwait(false);
    }

    // RFC 2640 section 4.1: the language of replies. Some servers take it before the login only, others after it only.
    private async ValueTask ChooseLanguageAsync(CancellationToken cancellationToken)
    {
        if (Options.Language is not { } language) return;
        var reply = await _channel.ExecuteAsync(new FtpCommand("LANG", language), cancellationToken).ConfigureAwait(false);
        _isLanguageSet = reply.IsCompleted;
        if (!_isLanguageSet) _channel.Connection.Feed.Note($"the server does not take the language {language} now");
    }

    // What the server's profile asks for at the end of the login. A refusal changes nothing.
    private async ValueTask SetUpAsync(bool isPipelining, CancellationToken cancellationToken)
    {
        if (_profile.Rules.LoginCommands?.Value is not { } lines) return;
        FtpCommand[] commands = [.. lines.Select(static line => line.Split(' ', 2) is [var verb, var argument] ? new FtpCommand(verb, argument) : new FtpCommand(line))];
        foreach (var flight in isPipelining ? [commands] : commands.Chunk(1))
        {
            await _channel.Connection.SendAsync(flight, cancellationToken).ConfigureAwait(false);
            foreach (var command in flight)
            {
                var reply = await _channel.ReadFinalAsync(command, cancellationToken).ConfigureAwait(false);
                if (!reply.IsCompleted) _channel.Connection.Feed.Note($"the server refused {command}, which its profile asks for");
            }
        }
    }

    private static void RequireCompleted(FtpCommand command, FtpReply reply)
    {
        if (!reply.IsCompleted) throw new FtpReplyException(command, reply);
    }

    private void TakeFeatures(FtpReply reply) => Supported = reply.IsCompleted ? FtpFeatures.Parse(reply) : FtpFeatures.None;
}
