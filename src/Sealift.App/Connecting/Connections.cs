using System.CommandLine;
using Sealift.App.Live;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.App.Connecting;

/// <summary>Opens servers by the same rules as the command: saved sites, known servers, passwords, the vault, the dialogs for what is missing.</summary>
internal sealed class Connections
{
    // A listing while a file is looked at; transfers have sessions of their own, those of the queue.
    private const int MaxSessions = 2;

    private readonly AppTerminal _terminal;
    private readonly SessionRecords _records;
    private readonly ConnectionOptions _options;
    private readonly System.CommandLine.ParseResult _nothingTyped;

    public Connections(AppTerminal terminal, SessionRecords records)
    {
        _terminal = terminal;
        _records = records;
        var command = new Command("pane");
        _options = new ConnectionOptions(command) { Vault = terminal.Vault };
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
        var pool = new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = MaxSessions });
        try
        {
            await using var lease = await pool.RentAsync(cancellationToken);

            // A saved site stays its name, so that what is added to the queue follows when the site is changed.
            var name = location.Site is { } site ? $"{site.Name}:" : location.Url.WithPath(FtpPath.Home).ToString();
            return new RemoteSite(name, location, options, pool);
        }
        catch
        {
            await pool.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a session with a server is made with; recorded, and with the password found or asked for.</summary>
    public async Task<FtpClientOptions> ResolveAsync(RemoteLocation location, string purpose, CancellationToken cancellationToken) =>
        _records.Observe(await _options.ResolveAsync(_terminal.Terminal, _nothingTyped, location, stdinIsData: false, cancellationToken), purpose);
}
