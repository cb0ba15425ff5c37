using System.Buffers;

namespace Sealift.Server.Data;

/// <summary>
/// Moves bytes between a store and a data connection in blocks of 128 KiB, two pooled buffers in turn: while one is on the wire the
/// other is on the disk.
/// </summary>
internal static class BlockCopy
{
    // Eight full TLS records: the size at which neither system calls nor encryption become cheaper any more.
    private const int BlockSize = 128 * 1024;

    // A fast client takes all that is sent, and then nothing here ever waits: every 512 KiB, a millisecond's work, others get their turn.
    private const int TurnSize = 4 * BlockSize;

    /// <summary>Sends a file.</summary>
    public static async ValueTask SendAsync(Stream file, Stream connection, ProgressWatch watch)
    {
        var sending = ArrayPool<byte>.Shared.Rent(BlockSize);
        var filling = ArrayPool<byte>.Shared.Rent(BlockSize);
        var turn = 0;
        try
        {
            var count = await file.ReadAsync(sending.AsMemory(0, BlockSize), watch.Token).ConfigureAwait(false);
            while (count > 0)
            {
                var since = watch.Now;
                var next = file.ReadAsync(filling.AsMemory(0, BlockSize), watch.Token);
                try
                {
                    await connection.WriteAsync(sending.AsMemory(0, count), watch.Token).ConfigureAwait(false);
                }
                catch
                {
                    await EndAsync(next.AsTask()).ConfigureAwait(false); // its buffer goes back to the pool
                    throw;
                }

                watch.Advance(count, since);
                if (IsTurnOver(ref turn, count)) await Task.Yield();
                count = await next.ConfigureAwait(false);
                (sending, filling) = (filling, sending);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sending);
            ArrayPool<byte>.Shared.Return(filling);
        }
    }

    /// <summary>Receives a file to its proven end. Where that does not come, what came is written all the same.</summary>
    public static async ValueTask ReceiveAsync(Stream connection, Stream file, ProgressWatch watch)
    {
        var receiving = ArrayPool<byte>.Shared.Rent(BlockSize);
        var storing = ArrayPool<byte>.Shared.Rent(BlockSize);
        var write = ValueTask.CompletedTask;
        var turn = 0;
        try
        {
            while (true)
            {
                var count = 0;
                try
                {
                    // Small records become one write to the disk: at least half a block, unless the end comes first.
                    while (count < BlockSize / 2)
                    {
                        var since = watch.Now;
                        var read = await connection.ReadAsync(receiving.AsMemory(count, BlockSize - count), watch.Token).ConfigureAwait(false);
                        if (read == 0) break;
                        watch.Advance(read, since);
                        count += read;
                    }
                }
                catch
                {
                    await EndAsync(write.AsTask()).ConfigureAwait(false);
                    if (count > 0) await EndAsync(file.WriteAsync(receiving, 0, count, CancellationToken.None)).ConfigureAwait(false);
                    throw;
                }

                await write.ConfigureAwait(false);
                write = ValueTask.CompletedTask;
                if (count == 0) return;
                (receiving, storing) = (storing, receiving);
                write = file.WriteAsync(storing.AsMemory(0, count), watch.Token);
                if (IsTurnOver(ref turn, count)) await Task.Yield();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(receiving);
            ArrayPool<byte>.Shared.Return(storing);
        }
    }

    private static bool IsTurnOver(ref int turn, int count)
    {
        turn += count;
        if (turn < TurnSize) return false;
        turn = 0;
        return true;
    }

    private static async ValueTask EndAsync(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
