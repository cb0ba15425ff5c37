using Sealift.Core;

namespace Sealift.App.Live;

/// <summary>What happened since the app was started; the newest lines.</summary>
internal sealed class EventLog(TimeProvider time) : ILiveSource
{
    /// <summary>The most lines that are kept.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = [];
    private long _problems;
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

    /// <summary>How many warnings and errors there have been.</summary>
    public long Problems => Interlocked.Read(ref _problems);

    /// <summary>How many lines there have been.</summary>
    public long Count => Interlocked.Read(ref _number);

    /// <summary>Adds a line. Control characters of a server's text become visible.</summary>
    public void Add(LogLevel level, string source, string text)
    {
        lock (_lock)
        {
            _lines.Enqueue(new LogLine(++_number, time.GetUtcNow(), level, source, TerminalText.Escape(text)));
            if (level >= LogLevel.Warning) _problems++;
            if (_lines.Count > Capacity) _lines.Dequeue();
        }

        Changed?.Invoke();
    }
}
