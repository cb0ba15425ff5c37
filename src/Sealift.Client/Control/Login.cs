using Sealift.Client.Proxies;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>Logs in and sets up a session. It takes a <see cref="ControlChannel"/>, so no password can go out before TLS.</summary>
internal sealed class Login
{
    private static readonly FtpCommand Features = new("FEAT");
    private static readonly FtpCommand Utf8 = new("OPTS", "UTF8 ON");
    private static readonly FtpCommand Binary = new("TYPE", "I");
    private static readonly FtpCommand BufferSize = new("PBSZ", "0");
    private static readonly FtpCommand Private = new("PROT", "P");

    private readonly ControlChannel _channel;
    private readonly FtpCredential _credential;
    private readonly FtpCommand _user;
    private readonly FtpCommand _password;

    private Login(ControlChannel channel, FtpCredential credential)
    {
        _channel = channel;
        _credential = credential;
        _user = new FtpCommand("USER", FtpProxyLogin.UserName(channel.Connection.Options));
        _password = new FtpCommand("PASS", credential.Password);
    }

    /// <summary>The server's welcome.</summary>
    public FtpReply Welcome { get; private set; } = null!;

    /// <summary>What the server supports, asked after the login: before AUTH the answer proves nothing.</summary>
    public FtpFeatures Supported { get; private set; } = FtpFeatures.None;

    /// <summary>The answer to EPSV, where a first data port was asked for along with the rest; null if not.</summary>
    public FtpReply? FirstPassiveReply { get; private set; }

    private bool IsEncrypted => _channel.Connection.Tls is not null;

    /// <summary>One command after the other, each after the reply to the one before.</summary>
    public static async ValueTask<Login> StepByStepAsync(
        ControlChannel channel, FtpCredential credential, CancellationToken cancellationToken)
    {
        var login = new Login(channel, credential);
        var reply = await channel.ExecuteAsync(login._user, cancellationToken).ConfigureAwait(false);
        if (reply.Code == 331) reply = await channel.ExecuteAsync(login._password, cancellationToken).ConfigureAwait(false);
        login.RequireLogin(reply);
        if (login.IsEncrypted)
        {
            await channel.ExecuteAsync(BufferSize, cancellationToken).ConfigureAwait(false);
            login.RequireProtection(await channel.ExecuteAsync(Private, cancellationToken).ConfigureAwait(false));
        }

        login.TakeFeatures(await channel.ExecuteAsync(Features, cancellationToken).ConfigureAwait(false));

        // RFC 2640 section 4 makes UTF-8 the rule without asking; servers that list it often want to be told all the same.
        if (login.Supported.Utf8) await channel.ExecuteAsync(Utf8, cancellationToken).ConfigureAwait(false);
        RequireCompleted(Binary, await channel.ExecuteAsync(Binary, cancellationToken).ConfigureAwait(false));
        return login;
    }

    /// <summary>All of it in one write. The replies are judged in the same order and by the same rules.</summary>
    /// <exception cref="FlightRefusedException">The server did not answer as many commands as it was sent.</exception>
    public static async ValueTask<Login> InOneFlightAsync(
        ControlChannel channel, FtpCredential credential, CancellationToken cancellationToken)
    {
        var login = new Login(channel, credential);
        List<FtpCommand> flight = [login._user, login._password];
        if (login.IsEncrypted) flight.AddRange([BufferSize, Private]);
        flight.AddRange([Features, Utf8, Binary]);
        var asksForPort = AsksForPort(channel.Connection.Options);
        if (asksForPort) flight.Add(new FtpCommand("EPSV"));

        var replies = new Queue<FtpReply>();
        await channel.Connection.SendAsync(flight, cancellationToken).ConfigureAwait(false);
        foreach (var command in flight) replies.Enqueue(await login.ReadAsync(command, replies, cancellationToken).ConfigureAwait(false));

        // Where USER alone was enough (230, 232), PASS was superfluous and its reply (202, 230, 503) says nothing.
        var user = replies.Dequeue();
        var password = replies.Dequeue();
        login.RequireLogin(user.Code == 331 ? password : user);
        if (login.IsEncrypted)
        {
            replies.Dequeue();
            login.RequireProtection(replies.Dequeue());
        }

        login.TakeFeatures(replies.Dequeue());
        replies.Dequeue();
        RequireCompleted(Binary, replies.Dequeue());
        if (asksForPort) login.FirstPassiveReply = replies.Dequeue();
        return login;
    }

    // Not where the answer is known to be of no use, and not before EPSV ALL.
    private static bool AsksForPort(FtpClientOptions options) => options.DataMode == FtpDataMode.Passive && !options.EpsvAll
        && !options.Hosts.RefusesEpsv(options) && !options.Hosts.WantsPret(options);

    private async ValueTask<FtpReply> ReadAsync(
        FtpCommand command, Queue<FtpReply> before, CancellationToken cancellationToken)
    {
        try
        {
            return await _channel.ReadFinalAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpConnectionException e) when (before.Count > 0 && e.Reply is null)
        {
            // A refused login is not tried again in any way: that would be a second guess at the password.
            if (before.ElementAtOrDefault(1) is { } password && before.First().Code == 331) RequireLogin(password);
            if (before.First() is { Code: not 331 } user) RequireLogin(user);
            throw new FlightRefusedException(e);
        }
    }

    private void RequireLogin(FtpReply reply)
    {
        if (reply.Code == 421) throw _channel.Connection.Goodbye(reply);

        // RFC 2228 section 5: 232 is a login that the client's certificate has already proven.
        if (!reply.IsCompleted) throw new FtpAuthenticationException(_credential.User, reply);
        Welcome = reply;
    }

    private static void RequireCompleted(FtpCommand command, FtpReply reply)
    {
        if (!reply.IsCompleted) throw new FtpReplyException(command, reply);
    }

    // RFC 4217 section 9: after AUTH the data channel is clear until PROT P is accepted.
    private void RequireProtection(FtpReply reply)
    {
        if (reply.IsCompleted) return;
        throw _channel.Connection.Die(new FtpTlsException(
            $"The server does not encrypt data connections: it answered PROT P with {TerminalText.Escape(reply.ToString())}",
            "Nothing was listed or transferred. The server's administrator must allow protected data connections."));
    }

    private void TakeFeatures(FtpReply reply) => Supported = reply.IsCompleted ? FtpFeatures.Parse(reply) : FtpFeatures.None;
}
