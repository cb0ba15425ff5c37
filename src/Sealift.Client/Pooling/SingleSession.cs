using System.Threading.Channels;

namespace Sealift.Client.Pooling;

/// <summary>One session whose users take turns. It is handed out even when it is dead: then the operation says so.</summary>
internal sealed class SingleSession(FtpClient client) : ISessionSource
{
    // Its one place is taken by whose turn it is. It needs no disposal, so whoever has or awaits the turn when the session is
    // disposed gets and gives it as before, and is told by the session.
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);

    public async ValueTask<FtpClientLease> RentAsync(CancellationToken cancellationToken)
    {
        await _turn.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        return new FtpClientLease(this, client);
    }

    public Task TakeBack(FtpClient client, bool isDiscarded)
    {
        _turn.Reader.TryRead(out _);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
