namespace Sealift.Client.Pooling;

/// <summary>Where sessions are rented from: a pool, or a single session that its users take in turn.</summary>
internal interface ISessionSource : IAsyncDisposable
{
    /// <summary>Waits for a session.</summary>
    ValueTask<FtpClientLease> RentAsync(CancellationToken cancellationToken);

    /// <summary>Takes a session back at once; the task ends when a session that is not kept has been closed.</summary>
    Task TakeBack(FtpClient client, bool isDiscarded);
}
