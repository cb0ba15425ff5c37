namespace Sealift.Client.Pooling;

/// <summary>One session whose users take turns. It is handed out even when it is dead: then the operation says so.</summary>
internal sealed class SingleSession(FtpClient client) : ISessionSource
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask<FtpClientLease> RentAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new FtpClientLease(this, client);
    }

    public Task TakeBack(FtpClient client, bool isDiscarded)
    {
        _turn.Release();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }
}
