using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sealift.Server.Tests;

/// <summary>Keeps every line the server logs, at all levels.</summary>
internal sealed class TestLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Waits for a line with these words.</summary>
    public async Task WaitForAsync(string words, TimeSpan longest)
    {
        using var bound = new CancellationTokenSource(longest);
        while (!_lines.Any(line => line.Contains(words, StringComparison.Ordinal))) await Task.Delay(20, bound.Token);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
}
