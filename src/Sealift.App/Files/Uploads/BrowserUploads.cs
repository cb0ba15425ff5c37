using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sealift.App.Files.Panes;
using Sealift.App.Live;
using Sealift.App.Queue;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.App.Files.Uploads;

/// <summary>
/// Takes files from the browser, which alone can read what a person dropped. They come as streams into a directory of the state of this user, become jobs of the queue
/// when all are there, and are removed when their job is done.
/// </summary>
internal sealed class BrowserUploads(AppQueue queue, JobEnds ends, EventLog log) : ILiveSource
{
    private const int BlockSize = 128 * 1024;

    private readonly ConcurrentDictionary<string, BrowserUpload> _open = [];
    private bool _isSwept;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The uploads that files still come for.</summary>
    public IEnumerable<BrowserUpload> Open => _open.Values;

    /// <summary>Where files wait.</summary>
    public static string Root => Path.Join(Path.GetDirectoryName(StateFile.DefaultPath), "uploads");

    /// <summary>Files are about to come.</summary>
    public BrowserUpload Begin(PaneSide side, FtpPath target, int files, long bytes)
    {
        Sweep();
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var upload = new BrowserUpload(id, MakeDirectory(Path.Join(Root, id)), side, target, files, bytes);
        _open[id] = upload;
        Changed?.Invoke();
        return upload;
    }

    /// <summary>An upload that files still come for; null for none.</summary>
    public BrowserUpload? Find(string id) => _open.GetValueOrDefault(id);

    /// <summary>Takes a file.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="path">Its path, as the browser tells it: its name, below the directories that were dropped with it.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="length">How long it is; null where the browser did not say.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FormatException">The path is none that can be used.</exception>
    /// <exception cref="IOException">It did not come whole, or cannot be written.</exception>
    public async Task ReceiveAsync(BrowserUpload upload, string path, Stream content, long? length, CancellationToken cancellationToken)
    {
        var place = PlaceOf(upload, path);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, upload.Cancelled);
        MakeDirectory(Path.GetDirectoryName(place)!);
        var file = new FileStream(place, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        await using (file)
        {
            try
            {
                int read;
                while ((read = await content.ReadAsync(block, both.Token)) > 0)
                {
                    await file.WriteAsync(block.AsMemory(0, read), both.Token);
                    upload.Add(read);
                    Changed?.Invoke();
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(block);
            }

            if (length is { } whole && file.Length != whole) throw new IOException("The browser did not send the whole file.");
        }

        upload.AddFile();
        Changed?.Invoke();
    }

    /// <summary>A directory that was dropped, which may be empty.</summary>
    public static void MakeDirectory(BrowserUpload upload, string path) => MakeDirectory(PlaceOf(upload, path));

    /// <summary>All files have come: each thing that was dropped becomes a job.</summary>
    /// <returns>The jobs.</returns>
    public IReadOnlyList<TransferJob> Complete(BrowserUpload upload)
    {
        _open.TryRemove(upload.Id, out _);
        Changed?.Invoke();
        var transfers = new List<NewTransfer>();
        IReadOnlyList<TransferJob> jobs;
        try
        {
            foreach (var place in Directory.EnumerateFileSystemEntries(upload.Directory).Order(StringComparer.Ordinal))
            {
                var isDirectory = Directory.Exists(place);
                var target = isDirectory ? upload.Side.AddressOf(upload.Target.Append(Path.GetFileName(place)), isDirectory: true) : upload.Side.AddressOf(upload.Target, isDirectory: true);
                transfers.Add(new NewTransfer(isDirectory ? place + "/" : place, target));
            }

            jobs = queue.EnqueueAll(transfers);
        }
        catch
        {
            Remove(upload.Directory);
            throw;
        }

        _ = RemoveAfterAsync(upload, jobs);
        return jobs;
    }

    /// <summary>The person, or the browser, gave up.</summary>
    public void Abandon(BrowserUpload upload)
    {
        upload.Cancel();
        _open.TryRemove(upload.Id, out _);
        Remove(upload.Directory);
        Changed?.Invoke();
    }

    private async Task RemoveAfterAsync(BrowserUpload upload, IReadOnlyList<TransferJob> jobs)
    {
        // A job that failed may be tried again, and needs its files.
        var ended = await Task.WhenAll(jobs.Select(job => ends.WaitAsync(job.Id)));
        if (ended.All(static job => job is null or { State: JobState.Done })) Remove(upload.Directory);
        upload.Dispose();
    }

    // What a program that was killed left, and no job needs.
    private void Sweep()
    {
        if (_isSwept || queue.Queue is not { } jobs || !Directory.Exists(Root)) return;
        _isSwept = true;
        var needed = jobs.List().Where(static job => job.State != JobState.Done).Select(static job => job.Source).ToList();
        foreach (var directory in Directory.EnumerateDirectories(Root))
        {
            if (!_open.ContainsKey(Path.GetFileName(directory)) && !needed.Exists(source => source.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal))) Remove(directory);
        }
    }

    private void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            return; // it is gone
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Add(LogLevel.Warning, "sealift", $"{directory} could not be removed: {FailureReport.Describe(e).Message}");
        }
    }

    private static string PlaceOf(BrowserUpload upload, string path)
    {
        var relative = FtpPath.Parse(path);
        if (relative.IsAbsolute || relative.IsTop) throw new FormatException("The path of an uploaded file must be a name, or names with slashes between them.");
        return Path.Join([upload.Directory, .. relative.Segments]);
    }

    private static string MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
