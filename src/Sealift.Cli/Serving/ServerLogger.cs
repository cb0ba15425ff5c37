using Microsoft.Extensions.Logging;

namespace Sealift.Cli.Serving;

/// <summary>Hands what the server logs to whoever shows it, from a level on.</summary>
internal sealed class ServerLogger(LogLevel lowest, Action<LogLevel, string> show) : ILogger
{
    /// <summary>Numbers of what is not shown here, because it is shown in another way.</summary>
    public IReadOnlyList<int> LeftOut { get; init; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || LeftOut.Contains(eventId.Id)) return;
        var text = formatter(state, exception);
        show(logLevel, exception is null ? text : $"{text} ({exception.Message})");
    }
}
