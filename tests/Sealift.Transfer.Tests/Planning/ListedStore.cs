using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Tests.Planning;

/// <summary>A store that is nothing but its listings, which a test writes down or makes up; it can break off or lie.</summary>
internal sealed class ListedStore(Func<FtpPath, IEnumerable<FtpEntry>?> list) : IFileStore
{
    private int _listings;

    public ListedStore(Dictionary<string, FtpEntry[]> directories)
        : this(path => directories.GetValueOrDefault(path.ToString()))
    {
    }

    /// <summary>How many entries of a directory come before it breaks off; null for all. Asked with the number of the listing, from 1.</summary>
    public Func<FtpPath, int, int?>? BreaksAfter { get; init; }

    public int Listings => _listings;

    public static FtpEntry File(string name, long size = 1, FtpTimestamp? time = null) =>
        new() { Name = name, Kind = FtpEntryKind.File, Size = size, Modified = time ?? Utc(2026, 5, 1, 12, 0, 0) };

    public static FtpEntry Directory(string name) => new() { Name = name, Kind = FtpEntryKind.Directory };

    public static FtpTimestamp Utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, FtpTimePrecision precision = FtpTimePrecision.Second) =>
        new(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc), precision, IsUtc: true);

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        if (path.IsTop) return ValueTask.FromResult<FtpEntry?>(Directory("."));
        var entry = list(path.Parent!)?.FirstOrDefault(entry => entry.Name == path.Name);
        return ValueTask.FromResult(entry);
    }

    public async IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var number = Interlocked.Increment(ref _listings);
        var entries = list(directory) ?? throw new FileStoreException(FileStoreError.NotFound, directory);
        var left = BreaksAfter?.Invoke(directory, number) ?? int.MaxValue;
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left-- == 0) throw new FtpProtocolException("The listing broke off.", "Try again.");
            yield return entry;
        }

        if (left == 0) throw new FtpProtocolException("The listing broke off.", "Try again.");
    }

    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
