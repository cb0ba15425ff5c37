namespace Sealift.Tls.Tests;

/// <summary>Two ends of a TLS connection.</summary>
internal sealed record StreamPair(TlsStream Client, TlsStream Server) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Lets what follows the handshake, such as tickets, arrive: a byte in each direction.</summary>
    public async Task SettleAsync()
    {
        var one = new byte[1];
        await Server.WriteAsync(one);
        await Server.FlushAsync(default);
        Assert.Equal(1, await Client.ReadAsync(one));
        await Client.WriteAsync(one);
        await Client.FlushAsync(default);
        Assert.Equal(1, await Server.ReadAsync(one));
    }

    /// <summary>Ends both sides in order.</summary>
    public async Task<(bool Client, bool Server)> ShutdownAsync()
    {
        var client = Client.ShutdownAsync(Patience).AsTask();
        var server = Server.ShutdownAsync(Patience).AsTask();
        return (await client, await server);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
