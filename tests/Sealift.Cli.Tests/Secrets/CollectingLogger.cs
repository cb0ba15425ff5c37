using System.Text;
using Microsoft.Extensions.Logging;

namespace Sealift.Cli.Tests.Secrets;

/// <summary>Keeps every message of every level, as a sink at trace level would.</summary>
internal sealed class CollectingLogger : ILogger
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _text.Append(formatter(state, exception)).Append('\n');
            if (state is IEnumerable<KeyValuePair<string, object?>> values) _text.AppendJoin(' ', values).Append('\n');
            if (exception is not null) _text.Append(exception).Append('\n');
        }
    }
}
