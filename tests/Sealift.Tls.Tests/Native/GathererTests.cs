using System.Buffers;

namespace Sealift.Tls.Tests.Native;

/// <summary>The buffer that small writes are gathered in, when its connection goes away in the middle of a write.</summary>
public sealed class GathererTests
{
    private const int RecordSize = 16 * 1024;

    [Fact]
    public async Task Disposal_in_the_middle_of_a_flush_gives_the_buffer_back_once()
    {
        var gatherer = new RecordGatherer(RecordSize);
        await gatherer.WriteAsync(new byte[100], static (_, _) => ValueTask.CompletedTask, default);
        var sent = new TaskCompletionSource(); // the flush goes on where it is completed, on this very thread
        var flushing = gatherer.FlushAsync((_, _) => new ValueTask(sent.Task), default);

        gatherer.Dispose();
        sent.SetResult();
        await flushing;

        // A buffer that was given back twice is handed out twice.
        var rented = Enumerable.Range(0, 16).Select(static _ => ArrayPool<byte>.Shared.Rent(RecordSize)).ToList();
        Assert.Equal(rented.Count, rented.Distinct(ReferenceEqualityComparer.Instance).Count());
        foreach (var buffer in rented) ArrayPool<byte>.Shared.Return(buffer);
    }

    [Fact]
    public async Task Nothing_is_gathered_any_more_after_the_disposal()
    {
        var gatherer = new RecordGatherer(RecordSize);
        gatherer.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await gatherer.WriteAsync(new byte[100], static (_, _) => ValueTask.CompletedTask, default));
    }
}
