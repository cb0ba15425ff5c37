using Sealift.App.Files.Panes;
using Sealift.Core;

namespace Sealift.App.Files.Uploads;

/// <summary>Files on their way from the browser to this program, which then puts them into the queue.</summary>
internal sealed class BrowserUpload(string id, string directory, PaneSide side, FtpPath target, int files, long bytes) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private long _received;
    private int _done;

    /// <summary>What it is called. It cannot be guessed.</summary>
    public string Id { get; } = id;

    /// <summary>Where its files wait.</summary>
    public string Directory { get; } = directory;

    /// <summary>Where they go then.</summary>
    public PaneSide Side { get; } = side;

    /// <summary>The directory there.</summary>
    public FtpPath Target { get; } = target;

    /// <summary>How many files it has.</summary>
    public int Files { get; } = files;

    /// <summary>How many bytes.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>How many bytes have come.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>How many files have come.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Whether the person does not want it any more.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    public void Cancel() => _cancelled.Cancel();

    public void Add(int bytes) => Interlocked.Add(ref _received, bytes);

    public void AddFile() => Interlocked.Increment(ref _done);

    public void Dispose() => _cancelled.Dispose();
}
