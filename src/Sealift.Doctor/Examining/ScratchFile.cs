using Sealift.Client;
using Sealift.Core;

namespace Sealift.Doctor.Examining;

/// <summary>
/// A file that a check has put on the server, and that is gone when the check is over, however it ended: deleted on the check's own
/// session, or on a new one where that is broken.
/// </summary>
internal sealed class ScratchFile : IAsyncDisposable
{
    // The check's own time may be over when it cleans up.
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(15);

    private readonly Examination _examination;

    private ScratchFile(Examination examination, FtpClient client, FtpPath path)
    {
        _examination = examination;
        Client = client;
        Path = path;
    }

    /// <summary>The session that the check works on.</summary>
    public FtpClient Client { get; }

    /// <summary>The file, in the directory of the login.</summary>
    public FtpPath Path { get; private set; }

    /// <summary>Logs in and uploads.</summary>
    /// <param name="examination">The ways to the server.</param>
    /// <param name="content">What the file holds; null for none: the check makes it itself.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="name">The file's name; null for one that is made.</param>
    /// <param name="change">Other options of the session; null for none.</param>
    public static async Task<ScratchFile> CreateAsync(
        Examination examination,
        byte[]? content,
        CancellationToken cancellationToken,
        string? name = null,
        Func<FtpClientOptions, FtpClientOptions>? change = null)
    {
        var client = await examination.LogInAsync(change, cancellationToken).ConfigureAwait(false);
        var file = new ScratchFile(examination, client, FtpPath.Parse(name ?? ScratchName.Make()));
        try
        {
            if (content is not null) await file.UploadAsync(content, cancellationToken).ConfigureAwait(false);
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Uploads the file's content, in place of what it holds.</summary>
    public async Task<FtpTransferResult> UploadAsync(byte[] content, CancellationToken cancellationToken)
    {
        var source = new MemoryStream(content, writable: false);
        await using var closing = source.ConfigureAwait(false);
        return await Client.UploadAsync(source, Path, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the file, from an offset on.</summary>
    public async Task<byte[]> DownloadAsync(long offset, CancellationToken cancellationToken)
    {
        var target = new MemoryStream();
        await using var closing = target.ConfigureAwait(false);
        await Client.DownloadAsync(Path, target, offset, cancellationToken: cancellationToken).ConfigureAwait(false);
        return target.ToArray();
    }

    /// <summary>Deletes a file on a session made for it. That it is not there is as good; another failure is told by the finding's own reason.</summary>
    public static async Task DeleteAsync(Examination examination, string name)
    {
        using var limit = new Deadline(CleaningTime, examination.Time, CancellationToken.None);
        var client = await examination.LogInAsync(null, limit.Token).ConfigureAwait(false);
        await using var closing = client.ConfigureAwait(false);
        await client.DeleteFileAsync(FtpPath.Parse(name), limit.Token).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        var isGone = false;
        try
        {
            if (Client.IsUsable)
            {
                using var limit = new Deadline(CleaningTime, _examination.Time, CancellationToken.None);
                await Client.DeleteFileAsync(Path, limit.Token).ConfigureAwait(false);
                isGone = true;
            }
        }
        catch (Exception e) when (e is FtpException or OperationCanceledException)
        {
            // Once more below, on a session of its own.
            isGone = false;
        }

        await Client.DisposeAsync().ConfigureAwait(false);
        if (!isGone) await DeleteAsync(_examination, Path.ToString()).ConfigureAwait(false);
    }
}
