using Microsoft.Extensions.Logging;
using Sealift.Cli.Output;

namespace Sealift.Cli.Serving;

/// <summary>Shows what the server logs on stderr: everything of note on a terminal, only warnings and errors elsewhere.</summary>
internal sealed class ServerLogger(Terminal terminal) : ILogger
{
    private readonly Lock _lock = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= (terminal.ErrorIsTerminal ? LogLevel.Information : LogLevel.Warning);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = formatter(state, exception);
        if (exception is not null) text += $" ({exception.Message})";
        lock (_lock)
        {
            if (logLevel >= LogLevel.Warning) terminal.WriteWarning(text);
            else terminal.WriteRemark(text);
        }
    }
}
