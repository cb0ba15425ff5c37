using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sealift.Cli.Output;
using Sealift.Core.Timeline;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving;

/// <summary>
/// Keeps a recording of each session that ended in a directory, for "sealift trace --replay": the newest 1,000. Names and addresses are in it,
/// secrets never.
/// </summary>
internal sealed class TimelineFolder : IAsyncDisposable
{
    private const int MaxFiles = 1000;
    private const string Pattern = "session-*.jsonl";

    private readonly Channel<FtpSessionStatus> _waiting = Channel.CreateBounded<FtpSessionStatus>(MaxFiles);
    private readonly Queue<string> _files;
    private readonly string _directory;
    private readonly Action<LogLevel, string> _log;
    private readonly Task _writing;
    private bool _isBroken;

    private TimelineFolder(string directory, Action<LogLevel, string> log)
    {
        _directory = directory;
        _log = log;
        _files = new Queue<string>(Directory.GetFiles(directory, Pattern).Order(StringComparer.Ordinal));
        _writing = Task.Run(WriteAsync);
    }

    /// <exception cref="CommandException">The directory cannot be used.</exception>
    public static TimelineFolder Open(string directory, Action<LogLevel, string> log)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
            else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new TimelineFolder(Path.GetFullPath(directory), log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"--timelines: {e.Message}", "Name a directory that may be written.", e);
        }
    }

    public void Take(FtpServerEvent happened)
    {
        if (happened is SessionEnded { Session: { Timeline: not null } session } && !_waiting.Writer.TryWrite(session))
            _log(LogLevel.Warning, $"The recording of session {session.Id} is left out: too many wait.");
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        await foreach (var session in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                Write(session);
                while (_files.Count > MaxFiles) File.Delete(_files.Dequeue());
                _isBroken = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_isBroken) _log(LogLevel.Error, $"Recordings of sessions cannot be written: {e.Message}");
                _isBroken = true;
            }
        }
    }

    // The time first: numbers begin again with each start of the server.
    private void Write(FtpSessionStatus session)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"session-{session.Began.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{session.Id}.jsonl");
        var file = Path.Combine(_directory, name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options) { NewLine = "\n" };
        TimelineJson.Write(writer, session.Timeline!.Events, session.Timeline.Dropped);
        _files.Enqueue(file);
    }
}
