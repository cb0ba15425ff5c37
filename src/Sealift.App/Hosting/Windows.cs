namespace Sealift.App.Hosting;

/// <summary>The windows of browsers that show the app.</summary>
internal sealed class Windows(TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _count;
    private DateTimeOffset _since = time.GetUtcNow();

    /// <summary>How long there has been none; zero while there is one.</summary>
    public TimeSpan Absence
    {
        get
        {
            lock (_lock) return _count > 0 ? TimeSpan.Zero : time.GetUtcNow() - _since;
        }
    }

    /// <summary>A window has come or gone.</summary>
    public void Add(int change)
    {
        lock (_lock)
        {
            _count += change;
            _since = time.GetUtcNow();
        }
    }
}
