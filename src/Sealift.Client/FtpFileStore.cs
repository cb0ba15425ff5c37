using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Sealift.Client.Data;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Client;

/// <summary>
/// A server's files as a store, over one session. Operations wait for each other: a listing that is being enumerated and a
/// stream that is open hold the session until they are disposed.
/// </summary>
/// <remarks>
/// A replaced file is written under a temporary name in the same directory, which ends in <c>.sealift-part</c>, and then
/// renamed, so that the target holds the old or the new content and never a mix.
/// </remarks>
public sealed class FtpFileStore : IFileStore, IAsyncDisposable
{
    private readonly FtpClient _client;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Makes a store of a session, which it then owns.</summary>
    /// <param name="client">The session.</param>
    public FtpFileStore(FtpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
    }

    /// <inheritdoc/>
    public async ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        await InTurnAsync(path, () => _client.FindAsync(path, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FtpEntry> ListAsync(
        FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var entries = _client.ListAsync(directory, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (entries.ConfigureAwait(false))
            {
                while (await NextAsync(entries, directory, cancellationToken).ConfigureAwait(false)) yield return entries.Current;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new TurnReadStream(await _client.OpenReadAsync(path, offset, cancellationToken).ConfigureAwait(false), _turn);
        }
        catch (FtpReplyException e)
        {
            throw await ExplainAndReleaseAsync(e, path, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<FileWriteStream> OpenWriteAsync(
        FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (options.Mode == FileWriteMode.CreateNew
                && await _client.FindAsync(path, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw new FileStoreException(FileStoreError.AlreadyExists, path);
            }

            var isWhole = options.Mode is FileWriteMode.Replace or FileWriteMode.CreateNew;
            var written = isWhole ? PartOf(path) : path;
            var mode = options.Mode switch
            {
                FileWriteMode.Append => FtpWriteMode.Append,
                FileWriteMode.Resume => FtpWriteMode.Resume,
                _ => FtpWriteMode.Replace,
            };
            var stream = await _client.OpenWriteAsync(written, mode, options.Offset, cancellationToken).ConfigureAwait(false);
            return new TurnWriteStream(_client, stream, isWhole ? (written, path) : null, _turn);
        }
        catch (FtpReplyException e)
        {
            throw await ExplainAndReleaseAsync(e, path, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        await InTurnAsync(path, () => _client.CreateDirectoryAsync(path, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) =>
        await InTurnAsync(
            source,
            async () =>
            {
                await _client.RenameAsync(source, target, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        await InTurnAsync(
            path,
            async () =>
            {
                var entry = await _client.FindAsync(path, cancellationToken).ConfigureAwait(false);
                return entry is { Kind: FtpEntryKind.Directory }
                    ? await _client.DeleteDirectoryAsync(path, cancellationToken).ConfigureAwait(false)
                    : entry is not null && await _client.DeleteFileAsync(path, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default)
    {
        var isSet = await InTurnAsync(
            path, () => _client.SetModifiedAsync(path, modified, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!isSet) throw new FileStoreException(FileStoreError.Other, path, "the server does not set file times (MFMT)");
    }

    /// <summary>Closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    private static FtpPath PartOf(FtpPath path)
    {
        // Short enough for every server, and not to be guessed.
        var name = $".{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{LocalFileStore.PartSuffix}";
        return path.Parent is { } parent
            ? parent.Append(name)
            : throw new FileStoreException(FileStoreError.IsADirectory, path);
    }

    private async ValueTask<T> InTurnAsync<T>(FtpPath path, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (FtpReplyException e)
        {
            throw await ExplainAsync(e, path, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<bool> NextAsync(
        IAsyncEnumerator<FtpEntry> entries, FtpPath directory, CancellationToken cancellationToken)
    {
        try
        {
            return await entries.MoveNextAsync().ConfigureAwait(false);
        }
        catch (FtpReplyException e)
        {
            throw await ExplainAsync(e, directory, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<Exception> ExplainAndReleaseAsync(
        FtpReplyException refusal, FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await ExplainAsync(refusal, path, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    // RFC 959 section 5.4 gives 550 to many causes; whether the path is there tells two of them apart.
    private async ValueTask<Exception> ExplainAsync(FtpReplyException refusal, FtpPath path, CancellationToken cancellationToken)
    {
        var error = refusal.Reply.Code switch
        {
            452 or 552 => FileStoreError.NoSpace,
            553 => FileStoreError.NameNotValid,
            450 or 550 => await _client.FindAsync(path, cancellationToken).ConfigureAwait(false) is null
                ? FileStoreError.NotFound
                : FileStoreError.NotPermitted,
            _ => FileStoreError.Other,
        };
        return new FileStoreException(error, path, refusal.Message, refusal);
    }
}
