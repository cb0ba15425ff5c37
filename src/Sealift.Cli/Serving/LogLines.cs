using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sealift.Cli.Output;
using Sealift.Core;

namespace Sealift.Cli.Serving;

/// <summary>
/// The server's log as plain lines on stderr: time in UTC, level, text; one event is one line. They are written beside the server, because whoever
/// reads them may be slow, and a server does not wait for that: of what is too much it says how much it was.
/// </summary>
internal sealed class LogLines : IAsyncDisposable
{
    private const int MaxWaiting = 10_000;

    // A reader that takes nothing must not hold up the end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long _lost;

    public LogLines(TextWriter output, TimeProvider time)
    {
        _output = output;
        _time = time;
        _writing = Task.Run(WriteAsync);
    }

    public void Add(LogLevel level, string text)
    {
        if (!_waiting.Writer.TryWrite(Line(level, text))) Interlocked.Increment(ref _lost);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private string Line(LogLevel level, string text) => string.Create(
        CultureInfo.InvariantCulture, $"{_time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Word(level)} {TerminalText.Escape(text)}");

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Error or LogLevel.Critical => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var line in _waiting.Reader.ReadAllAsync())
            {
                await _output.WriteLineAsync(line);
                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                    await _output.WriteLineAsync(Line(LogLevel.Warning, $"{lost} lines were left out: they were not taken fast enough"));
            }
        }
        catch (Exception e) when (e is IOException or OutputClosedException)
        {
            // Nobody reads any more; the server is there for its clients.
            _waiting.Writer.TryComplete();
        }
    }
}
