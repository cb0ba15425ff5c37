using Sealift.App.Asking;
using Sealift.App.Connecting;
using Sealift.App.Live;
using Sealift.Cli.Connecting;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.App.Sites;

/// <summary>The servers whose keys are trusted: listed, looked at, added, forgotten.</summary>
internal sealed class KnownServers(AppTerminal terminal, SessionRecords records, Person person, EventLog log, TimeProvider time)
{
    /// <summary>All of them, by host and port.</summary>
    /// <exception cref="Tls.TlsException">The file cannot be used.</exception>
    public static async Task<IReadOnlyList<KnownHost>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await Store.ListAsync(cancellationToken)).OrderBy(static host => host.Host, StringComparer.OrdinalIgnoreCase).ThenBy(static host => host.Port)];

    private static TrustStore Store => new(TrustStore.DefaultPath);

    /// <summary>Looks at a server's certificate; no user is named to it.</summary>
    /// <param name="address">HOST, HOST:PORT, a URL, or <c>name:</c> of a saved site.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Exception">Everything that <see cref="Cli.Output.FailureReport"/> describes.</exception>
    public async Task<SeenServer> LookAsync(string address, CancellationToken cancellationToken)
    {
        var server = ServerAddress.Parse(address.Trim());
        var seen = await CertificateLook.AtAsync(terminal.Terminal, server, options => records.Observe(options, "look at a certificate"), cancellationToken);
        var judgement = await new TrustPolicy().DecideAsync(seen, cancellationToken);
        var known = await Store.FindAsync(server.Host, server.Port, cancellationToken);
        var host = KnownHost.From(seen, time.GetUtcNow());
        return new SeenServer(host, CertificateFacts.Of(seen.Certificate), judgement.IsTrusted, judgement.Reason, known);
    }

    /// <summary>Trusts a key from now on. One that is known with another key takes its place only after the person had the old one forgotten.</summary>
    /// <returns>Whether it is trusted now.</returns>
    public async Task<bool> TrustAsync(SeenServer server, CancellationToken cancellationToken)
    {
        if (await Store.FindAsync(server.Host.Host, server.Host.Port, cancellationToken) is { } known && known.Pin != server.Host.Pin)
        {
            if (await person.WaitAsync(new ChangedKeyAsk(known, server.Host), cancellationToken) is null) return false;
            await ForgetAsync(known, cancellationToken);
        }

        var isAdded = await Store.AddAsync(server.Host, replace: false, cancellationToken);
        if (isAdded) log.Add(LogLevel.Information, "trust", $"the key of {server.Host.Host} port {server.Host.Port} is trusted from now on: {server.Host.Pin}");
        return isAdded;
    }

    /// <summary>Forgets a key; the next session judges the server anew.</summary>
    public async Task ForgetAsync(KnownHost host, CancellationToken cancellationToken)
    {
        if (await Store.RemoveAsync(host.Host, host.Port, cancellationToken))
            log.Add(LogLevel.Warning, "trust", $"the key of {host.Host} port {host.Port} was forgotten: {host.Pin}");
    }
}
