using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Sealift.TestKit;

/// <summary>One direction of a proxied connection: takes the time of each piece that arrives and hands it on later, in order.</summary>
internal sealed class DelayLine(
    Socket source, Socket target, Action<int> delivered, Func<TimeSpan> currentDelay, Task connected, bool readsServer)
{
    private const int PieceBytes = 64 * 1024;

    private readonly Channel<Piece> _pieces = Channel.CreateBounded<Piece>(
        new BoundedChannelOptions(256) { SingleReader = true, SingleWriter = true });

    /// <summary>Runs to the end of the source, which is handed on as an end as well.</summary>
    /// <param name="broken">Cancelled by whoever fails first, so that a connection breaks as a whole and never hangs.</param>
    /// <exception cref="SocketException">One side reset the connection, or refused it.</exception>
    public Task RunAsync(CancellationTokenSource broken) =>
        Task.WhenAll(BreakOnFailureAsync(ReadAsync(broken.Token), broken), BreakOnFailureAsync(WriteAsync(broken.Token), broken));

    private static async Task BreakOnFailureAsync(Task half, CancellationTokenSource broken)
    {
        try
        {
            await half;
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[PieceBytes];
        if (readsServer)
            await connected;
        while (true)
        {
            int count = await source.ReceiveAsync(buffer, cancellationToken);
            long now = Stopwatch.GetTimestamp();
            await _pieces.Writer.WriteAsync(
                new Piece(now, currentDelay(), buffer.AsSpan(..count).ToArray()), cancellationToken);
            if (count == 0)
                break;
        }

        _pieces.Writer.Complete();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await foreach (Piece piece in _pieces.Reader.ReadAllAsync(cancellationToken))
        {
            await PreciseDelay.UntilAsync(piece.Taken, piece.Delay, cancellationToken);
            await connected;
            if (piece.Content.Length == 0)
            {
                target.Shutdown(SocketShutdown.Send);
                continue;
            }

            delivered(piece.Content.Length);
            for (int sent = 0; sent < piece.Content.Length;)
                sent += await target.SendAsync(piece.Content.AsMemory(sent), cancellationToken);
        }
    }

    private sealed record Piece(long Taken, TimeSpan Delay, byte[] Content);
}
