using System.Text;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

/// <summary>Plans that copy everything, and runs of them.</summary>
internal static class RunSetup
{
    public static TransferSide Side(IFileStore store, string name) => TransferSide.Of(store, FtpPath.Home, name);

    public static async Task WriteAsync(IFileStore store, string path, byte[] content)
    {
        var file = FtpPath.Parse(path);
        for (var i = 1; i < file.Segments.Count; i++)
            await store.CreateDirectoryAsync(FtpPath.Parse(string.Join('/', file.Segments.Take(i))), TestContext.Current.CancellationToken);
        await using var stream = await store.OpenWriteAsync(file, FileWriteOptions.Replace, TestContext.Current.CancellationToken);
        await stream.WriteAsync(content, TestContext.Current.CancellationToken);
        await stream.CompleteAsync(TestContext.Current.CancellationToken);
    }

    public static Task WriteAsync(IFileStore store, string path, string content) => WriteAsync(store, path, Encoding.UTF8.GetBytes(content));

    public static async Task<byte[]?> ReadAsync(IFileStore store, string path)
    {
        if (await store.FindAsync(FtpPath.Parse(path), TestContext.Current.CancellationToken) is null) return null;
        await using var stream = await store.OpenReadAsync(FtpPath.Parse(path), cancellationToken: TestContext.Current.CancellationToken);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }

    /// <summary>Every path below a directory with the content of the files; null for directories.</summary>
    public static async Task<SortedDictionary<string, string?>> TreeAsync(IFileStore store)
    {
        var tree = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        await AddAsync(store, FtpPath.Home, tree);
        return tree;
    }

    /// <summary>Steps that copy a tree: what a plan for an empty target says.</summary>
    public static async IAsyncEnumerable<TransferStep> CopyEverything(IFileStore source, FtpPath? directory = null)
    {
        List<FtpEntry> entries = [];
        await foreach (var entry in source.ListAsync(directory ?? FtpPath.Home)) entries.Add(entry);
        foreach (var entry in entries)
        {
            var path = (directory ?? FtpPath.Home).Append(entry.Name);
            if (entry.Kind != FtpEntryKind.Directory)
            {
                yield return Copy(path, entry);
                continue;
            }

            yield return new TransferStep(StepAction.CreateDirectory, path, StepReason.Missing) { Source = entry, Because = "missing" };
            await foreach (var step in CopyEverything(source, path)) yield return step;
        }
    }

    public static TransferStep Copy(FtpPath path, FtpEntry? entry) =>
        new(StepAction.Copy, path, StepReason.Missing) { Source = entry, Because = "missing" };

    public static async IAsyncEnumerable<TransferStep> Steps(params TransferStep[] steps)
    {
        foreach (var step in steps)
        {
            await Task.Yield();
            yield return step;
        }
    }

    public static async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> RunAsync(
        TransferRunner runner, CancellationToken? cancellationToken = null)
    {
        List<TransferEvent> events = [];
        await foreach (var happened in runner.RunAsync(cancellationToken ?? TestContext.Current.CancellationToken)) events.Add(happened);
        return (events, Assert.IsType<RunFinished>(events[^1]).Summary);
    }

    private static async Task AddAsync(IFileStore store, FtpPath directory, SortedDictionary<string, string?> tree)
    {
        List<FtpEntry> entries = [];
        await foreach (var entry in store.ListAsync(directory)) entries.Add(entry);
        foreach (var entry in entries)
        {
            var path = directory.Append(entry.Name);
            if (entry.Kind == FtpEntryKind.Directory)
            {
                tree[path.ToString()] = null;
                await AddAsync(store, path, tree);
            }
            else
            {
                tree[path.ToString()] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData((await ReadAsync(store, path.ToString()))!));
            }
        }
    }
}
