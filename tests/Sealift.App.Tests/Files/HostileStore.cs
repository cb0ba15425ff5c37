using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Tests.Files;

/// <summary>A store whose names try to be more than names.</summary>
internal sealed class HostileStore : IFileStore
{
    private static readonly string[] Names =
    [
        "<img src=x onerror=\"window.broken=1\">",
        "<script>window.broken=2",
        "<b>bold",
        "&lt;tag&gt; \"quoted\" 'single'",
        "javascript:window.broken=3",
        "reversed \u202Egnp.exe",
        "wide \u2028 line",
        "c1 \u009B31m red",
        "{{7*7}} ${7*7} @(7*7)",
    ];

    /// <summary>The names as a pane shows them.</summary>
    public static IEnumerable<string> Shown => Names.Select(TerminalText.Escape);

    public async IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (var name in Names) yield return new FtpEntry { Name = name, Kind = FtpEntryKind.File, Size = 1 };
    }

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<FtpEntry?>(new FtpEntry { Name = path.Name, Kind = path.IsTop ? FtpEntryKind.Directory : FtpEntryKind.File, Size = path.IsTop ? null : 1 });

    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => throw Refused(source);

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => throw Refused(path);

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => throw Refused(path);

    private static FileStoreException Refused(FtpPath path) => new(FileStoreError.NotPermitted, path);
}
