using Sealift.Core;

namespace Sealift.App.Live;

/// <summary>What happened since the app was started; the newest lines.</summary>
internal sealed class EventLog(TimeProvider time) : ILiveSource
{
    /// <summary>The most lines that are kept.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = [];
    private LogLine? _last;
    private long _number;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    /// <summary>The newest line that is more than a detail; null for none.</summary>
    public LogLine? Last
    {
        get
        {
            lock (_lock) return _last;
        }
    }

    /// <summary>How many lines there have been.</summary>
    public long Count => Interlocked.Read(ref _number);

    /// <summary>Adds a line. Control characters of a server's text become visible.</summary>
    public void Add(LogLevel level, string source, string text)
    {
        lock (_lock)
        {
            var line = new LogLine(++_number, time.GetUtcNow(), level, source, TerminalText.Escape(text));
            _lines.Enqueue(line);
            if (level >= LogLevel.Information) _last = line;
            if (_lines.Count > Capacity) _lines.Dequeue();
        }

        Changed?.Invoke();
    }
}
