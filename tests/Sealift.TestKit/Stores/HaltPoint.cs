using Sealift.Core;

namespace Sealift.TestKit.Stores;

/// <summary>One place in what is done to a <see cref="HaltingStore"/>.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="IsAfter">Whether it has been done; else it is about to be.</param>
/// <param name="Where">The paths that count.</param>
/// <param name="Number">Which of those operations, from 1 on.</param>
/// <param name="At">For reads and writes: the byte that must have been passed.</param>
public sealed record HaltPoint(StoreOperation Operation, bool IsAfter, Func<FtpPath, bool> Where, int Number = 1, long At = 0)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;

    /// <summary>Ends when the store stands still there.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets it go on.</summary>
    public void Release() => _released.TrySetResult();

    internal Task PassAsync(StoreOperation operation, bool isAfter, FtpPath path, long at, CancellationToken cancellationToken)
    {
        if (operation != Operation || isAfter != IsAfter || at < At || !Where(path) || Interlocked.Increment(ref _seen) != Number) return Task.CompletedTask;
        _reached.TrySetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }
}
