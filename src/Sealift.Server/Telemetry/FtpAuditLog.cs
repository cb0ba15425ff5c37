using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sealift.Server.Events;

namespace Sealift.Server.Telemetry;

/// <summary>
/// Writes events into a file, a JSON object a line; <c>docs/telemetry.md</c> describes the fields. Lines are appended in order and reach the
/// system within moments. A file that was moved away or deleted is made anew. A disk that is full stops no session: lines wait, up to 10,000, and
/// are written later; what goes beyond is counted in a line of its own.
/// </summary>
/// <example><code>await using var audit = FtpAuditLog.Open("/var/log/sealift/audit.jsonl");
/// var options = new FtpServerOptions { Listeners = [audit.Write], … };</code></example>
public sealed class FtpAuditLog : IAsyncDisposable
{
    private const int MaxWaiting = 10_000;
    private const int WriteSize = 64 * 1024;

    private readonly Channel<FtpServerEvent> _waiting = Channel.CreateBounded<FtpServerEvent>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private FileStream? _file;
    private long _lost;
    private bool _mustReopen;
    private bool _isBroken;

    private FtpAuditLog(string path, FileStream file, ILogger logger, TimeProvider time)
    {
        _path = path;
        _file = file;
        _logger = logger;
        _time = time;
        _writing = WriteAsync();
    }

    /// <summary>Opens the file, or makes it, for the owner alone (mode 0600).</summary>
    /// <param name="path">The file; what is in it stays.</param>
    /// <param name="logger">Told once when lines cannot be written, and once when they can again. Default: nobody.</param>
    /// <param name="timeProvider">The clock of the attempts to go on. Default: the system's.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static FtpAuditLog Open(string path, ILogger? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        return new FtpAuditLog(path, OpenFile(path), logger ?? NullLogger.Instance, timeProvider ?? TimeProvider.System);
    }

    /// <summary>An event as the line that <see cref="Write"/> would write, without its end.</summary>
    /// <param name="happened">The event.</param>
    /// <returns>JSON in ASCII.</returns>
    public static byte[] Describe(FtpServerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        using var line = new MemoryStream();
        AuditLine.Write(line, happened);
        return line.GetBuffer()[..(int)(line.Length - 1)];
    }

    /// <summary>Takes an event; it is written soon. Never waits and never throws.</summary>
    /// <param name="happened">The event.</param>
    public void Write(FtpServerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (happened is TransferStarted) return; // its end says it all
        if (!_waiting.Writer.TryWrite(happened)) Interlocked.Increment(ref _lost);
    }

    /// <summary>Opens the file by its name again before the next line, as after a rotation. A rotation is noticed without it, too.</summary>
    public void Reopen() => Volatile.Write(ref _mustReopen, true);

    /// <summary>Writes what waits, if it can be written, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        if (_file is { } file) await file.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private static FileStream OpenFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private async Task WriteAsync()
    {
        using var lines = new MemoryStream();
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            lines.SetLength(0);
            while (lines.Length < WriteSize && _waiting.Reader.TryRead(out var happened)) AuditLine.Write(lines, happened);
            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost) AuditLine.WriteLost(lines, _time.GetUtcNow(), lost);
            await AppendAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length)).ConfigureAwait(false);
        }
    }

    // Until they are written. When the log is closed there is one attempt left: nothing may hold up the end of the program.
    private async ValueTask AppendAsync(ReadOnlyMemory<byte> lines)
    {
        while (!await TryAppendAsync(lines).ConfigureAwait(false))
        {
            if (_ending.IsCancellationRequested) return;
            await Task.Delay(TimeSpan.FromSeconds(1), _time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<bool> TryAppendAsync(ReadOnlyMemory<byte> lines)
    {
        try
        {
            await ReopenAsync().ConfigureAwait(false);
            await AppendAsync(_file!, lines).ConfigureAwait(false);
            if (_isBroken) ServerLog.AuditGoesOn(_logger, _path);
            _isBroken = false;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (!_isBroken) ServerLog.AuditBroken(_logger, _path, e.Message);
            _isBroken = true;
            return false;
        }
    }

    private static async ValueTask AppendAsync(FileStream file, ReadOnlyMemory<byte> lines)
    {
        // The end is asked for each time: whoever rotates may have cut the file.
        var end = file.CanSeek ? file.Seek(0, SeekOrigin.End) : 0;
        try
        {
            await file.WriteAsync(lines, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException) when (file.CanSeek)
        {
            file.SetLength(end); // no half lines: they come again
            throw;
        }
    }

    private async ValueTask ReopenAsync()
    {
        var isAsked = Interlocked.Exchange(ref _mustReopen, false);
        if (_file is { } open && !isAsked && !WasMoved(open)) return;
        if (_file is { } old) await old.DisposeAsync().ConfigureAwait(false);
        _file = null;
        _file = OpenFile(_path);
    }

    // Another file under the name has another length, but for a moment in which both are empty and nothing is lost.
    private bool WasMoved(FileStream open) => open.CanSeek && new FileInfo(_path) is var there && (!there.Exists || there.Length != open.Length);
}
