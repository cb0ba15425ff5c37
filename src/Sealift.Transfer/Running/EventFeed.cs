using System.Threading.Channels;
using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>The events of a run on their way to the one who watches. A slow watcher slows the run; progress may be left out.</summary>
internal sealed class EventFeed
{
    private const int Capacity = 1024;

    private readonly Channel<TransferEvent> _channel =
        Channel.CreateBounded<TransferEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ChannelReader<TransferEvent> Reader => _channel.Reader;

    /// <summary>Tells something that must not be lost.</summary>
    public ValueTask WriteAsync(TransferEvent happened) =>
        _channel.Writer.TryWrite(happened) ? ValueTask.CompletedTask : _channel.Writer.WriteAsync(happened);

    /// <summary>Tells something that comes from outside the run, which may be over by then.</summary>
    public async ValueTask TellAsync(TransferEvent happened)
    {
        try
        {
            await WriteAsync(happened).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Nobody watches any more.
            return;
        }
    }

    /// <summary>Tells something that the next of its kind makes old.</summary>
    public void Offer(TransferEvent happened)
    {
        if (_channel.Reader.Count < Capacity / 2) _channel.Writer.TryWrite(happened);
    }

    public void Complete() => _channel.Writer.TryComplete();
}
