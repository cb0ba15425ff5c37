namespace Sealift.App.Queue;

/// <summary>The rate of the last minutes, a sample a second.</summary>
internal sealed class RateGraph
{
    /// <summary>The seconds that are remembered.</summary>
    public const int Seconds = 300;

    private readonly Lock _lock = new();
    private readonly double[] _samples = new double[Seconds];
    private int _next;

    /// <summary>Adds the rate of the second that has passed.</summary>
    public void Add(double bytesPerSecond)
    {
        lock (_lock)
        {
            _samples[_next] = bytesPerSecond;
            _next = (_next + 1) % Seconds;
        }
    }

    /// <summary>The samples, oldest first; always <see cref="Seconds"/>.</summary>
    public IReadOnlyList<double> Samples
    {
        get
        {
            lock (_lock) return [.. _samples.AsSpan(_next), .. _samples.AsSpan(0, _next)];
        }
    }
}
