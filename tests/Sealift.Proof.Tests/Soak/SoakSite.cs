using Sealift.Client;

namespace Sealift.Proof.Tests.Soak;

/// <summary>One server with all who work with it.</summary>
internal sealed class SoakSite : IAsyncDisposable
{
    private const int PoolSessions = 2;
    private const int Workers = 3;

    private readonly SoakServer _server;
    private readonly SoakTotals _totals;
    private readonly FtpClientOptions _calm;
    private readonly FtpClientOptions _hasty;
    private readonly TreeWork[] _trees;
    private readonly SessionWork[] _sessions;
    private readonly Visitors _visitors;

    public SoakSite(SoakServer server, SoakLength length, SoakTotals totals)
    {
        _server = server;
        _totals = totals;
        _calm = server.Options;
        _hasty = _calm with
        {
            ConnectTimeout = length.Patience,
            ReplyTimeout = length.Patience,
            StallTimeout = length.Patience,
            CompletionTimeout = length.Patience * 2,
            Hosts = new FtpHostMemory(),
        };
        _trees = [new TreeWork(server, isUp: true, totals), new TreeWork(server, isUp: false, totals)];
        _sessions = [.. Enumerable.Range(1, Workers).Select(number => new SessionWork(server, $"session {number}", totals))];
        _visitors = new Visitors(server, totals);
    }

    public SoakServer Server => _server;

    /// <summary>Everybody works while connections break.</summary>
    public async Task WorkAsync(CancellationToken stop)
    {
        await using var pool = new FtpClientPool(_hasty, new FtpClientPoolOptions { MaxSessions = PoolSessions, ClosingLimit = TimeSpan.FromSeconds(1) });
        List<Task> all = [_visitors.WorkAsync(_hasty, stop)];
        all.AddRange(_trees.Select(tree => Task.Run(() => tree.WorkAsync(_hasty, stop), CancellationToken.None)));
        all.AddRange(_sessions.Select(session => session.WorkAsync(pool, stop)));
        await Task.WhenAll(all);
    }

    /// <summary>Nothing breaks any more, and nothing is lost.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var calm = _calm with { Hosts = new FtpHostMemory() };
        await using var pool = new FtpClientPool(calm, new FtpClientPoolOptions { MaxSessions = PoolSessions });
        foreach (var tree in _trees) await tree.VerifyAsync(calm, cancellationToken);
        foreach (var session in _sessions) await session.VerifyAsync(pool, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tree in _trees) tree.Dispose();
        await _server.DisposeAsync();
    }
}
