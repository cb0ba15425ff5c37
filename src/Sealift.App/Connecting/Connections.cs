using System.CommandLine;
using Sealift.App.Asking;
using Sealift.App.Live;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Client;
using Sealift.Core;
using Sealift.Tls.Trust;

namespace Sealift.App.Connecting;

/// <summary>Opens servers by the same rules as the command: saved sites, known servers, passwords, the vault, the dialogs for what is missing.</summary>
internal sealed class Connections
{
    // A listing while a file is looked at; transfers have sessions of their own, those of the queue.
    private const int MaxSessions = 2;

    private readonly AppTerminal _terminal;
    private readonly SessionRecords _records;
    private readonly Person _person;
    private readonly EventLog _log;
    private readonly ConnectionOptions _options;
    private readonly System.CommandLine.ParseResult _nothingTyped;

    public Connections(AppTerminal terminal, SessionRecords records, Person person, EventLog log)
    {
        _person = person;
        _log = log;
        _terminal = terminal;
        _records = records;
        var command = new Command("pane");
        _options = new ConnectionOptions(command) { Vault = terminal.Vault, Known = terminal.Known, Typed = terminal.Typed };
        _nothingTyped = command.Parse([]);
    }

    /// <summary>Opens a server: the first session is there when this returns.</summary>
    /// <param name="address">A saved site's <c>name:</c> or <c>name:/path</c>, or a URL.</param>
    /// <param name="purpose">What the sessions are for, as the timeline shows it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Exception">Everything that <see cref="Cli.Output.FailureReport"/> describes.</exception>
    public async Task<RemoteSite> OpenAsync(string address, string purpose, CancellationToken cancellationToken)
    {
        var location = ArgumentParsing.ReadUrl(address);
        var options = await ResolveAsync(location, purpose, cancellationToken);
        while (true)
        {
            var trusted = _person.Trusted;
            try
            {
                return await OpenOnceAsync(location, options, cancellationToken);
            }
            catch (FtpException e) when (e.IsTransient && _person.Trusted != trusted)
            {
                // The server has not waited while a person looked at its certificate. It is trusted now, and nobody is asked again.
            }
            catch (FtpTlsException e) when (ChangedKeyAsk.For(e) is not null)
            {
                // A hard stop, until the person has the old key forgotten. Then the server is judged as any other one.
                if (!await TryForgetAsync(ChangedKeyAsk.For(e)!, cancellationToken)) throw;
            }
        }
    }

    private async Task<bool> TryForgetAsync(ChangedKeyAsk ask, CancellationToken cancellationToken)
    {
        if (await _person.WaitAsync(ask, cancellationToken) is null) return false;
        var store = new TrustStore(TrustStore.DefaultPath);

        // Another window may have been quicker; what is known now is not what was asked about.
        if (await store.FindAsync(ask.Known.Host, ask.Known.Port, cancellationToken) is { } now && now.Pin != ask.Known.Pin) return true;
        await store.RemoveAsync(ask.Known.Host, ask.Known.Port, cancellationToken);
        _log.Add(LogLevel.Warning, "trust", $"the key of {ask.Known.Host} port {ask.Known.Port} was forgotten: {ask.Known.Pin}");
        return true;
    }

    private async Task<RemoteSite> OpenOnceAsync(RemoteLocation location, FtpClientOptions options, CancellationToken cancellationToken)
    {
        var pool = new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = Math.Min(MaxSessions, location.Site?.MaxSessions ?? MaxSessions) });
        try
        {
            await using var lease = await pool.RentAsync(cancellationToken);
            _terminal.Typed.Accept(location.Url, options.Credential.User);

            // A saved site stays its name, so that what is added to the queue follows when the site is changed.
            var name = location.Site is { } site ? $"{site.Name}:" : location.Url.WithPath(FtpPath.Home).ToString();
            return new RemoteSite(name, location, options, pool);
        }
        catch (Exception e)
        {
            if (e is FtpAuthenticationException) _terminal.Typed.Forget(location.Url, options.Credential.User);
            await pool.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a session with a server is made with; recorded, and with the password found or asked for.</summary>
    public async Task<FtpClientOptions> ResolveAsync(RemoteLocation location, string purpose, CancellationToken cancellationToken) =>
        _records.Observe(await _options.ResolveAsync(_terminal.Terminal, _nothingTyped, location, stdinIsData: false, cancellationToken), purpose);
}
