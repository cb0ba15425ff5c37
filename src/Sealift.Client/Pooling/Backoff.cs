using System.Security.Cryptography;

namespace Sealift.Client.Pooling;

/// <summary>Growing pauses between attempts, each of a length that others who wait too do not share.</summary>
internal sealed class Backoff(TimeProvider timeProvider)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Largest = TimeSpan.FromSeconds(15);

    private readonly long _began = timeProvider.GetTimestamp();
    private TimeSpan _next = First;

    /// <summary>Pauses made so far.</summary>
    public int Count { get; private set; }

    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_began);

    public Task PauseAsync(CancellationToken cancellationToken)
    {
        Count++;
        var half = (int)(_next.TotalMilliseconds / 2);
        var pause = TimeSpan.FromMilliseconds(half + RandomNumberGenerator.GetInt32(half + 1));
        _next = _next * 2 < Largest ? _next * 2 : Largest;
        return Task.Delay(pause, timeProvider, cancellationToken);
    }
}
