namespace Sealift.Server.Users;

/// <summary>Lets bytes through at a rate that all who share it have together, in the order they ask.</summary>
internal sealed class RateGate(TimeProvider time)
{
    // What may go at once after a pause: as much as a quarter of a second brings.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(0.25);

    private const int MaxPiece = 128 * 1024;
    private const int MinPiece = 1024;

    private readonly Lock _lock = new();
    private TimeSpan _next = TimeSpan.MinValue;
    private long? _rate;

    /// <summary>Bytes a second; null lets everything through.</summary>
    public long? Rate
    {
        get
        {
            lock (_lock) return _rate;
        }

        set
        {
            lock (_lock) _rate = value;
        }
    }

    /// <summary>How many bytes to take to the gate at once: an eighth of a second's worth, so that several share evenly.</summary>
    public int Piece => Rate is { } rate ? (int)Math.Clamp(rate / 8, MinPiece, MaxPiece) : MaxPiece;

    /// <summary>How long to wait before these bytes may go; the wait is theirs already.</summary>
    public TimeSpan Take(int bytes)
    {
        lock (_lock)
        {
            if (_rate is not { } rate) return TimeSpan.Zero;
            var now = time.GetElapsedTime(0);
            var begin = _next > now - Burst ? _next : now - Burst;
            _next = begin + TimeSpan.FromSeconds((double)bytes / rate);
            return begin > now ? begin - now : TimeSpan.Zero;
        }
    }
}
