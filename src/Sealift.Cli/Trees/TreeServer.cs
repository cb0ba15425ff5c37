using Sealift.Cli.CommandLine;
using Sealift.Client;
using Sealift.Core;
using Sealift.Transfer;

namespace Sealift.Cli.Trees;

/// <summary>A server of a transfer of trees, with its sessions.</summary>
/// <param name="Location">What was typed.</param>
/// <param name="Pool">The sessions.</param>
/// <param name="Identity">Who is logged in where, see <see cref="IdentityOf"/>.</param>
/// <param name="Owned">What is disposed with it: the sessions, or the right to use them.</param>
internal sealed record TreeServer(RemoteLocation Location, FtpClientPool Pool, string Identity, IAsyncDisposable Owned) : IAsyncDisposable
{
    /// <summary>Who is logged in where, equal for two that see the same files.</summary>
    public static string IdentityOf(FtpClientOptions options, RemoteLocation location) =>
        $"{options.Credential.User}@{options.Host}:{options.Port ?? location.Port}".ToLowerInvariant();

    /// <summary>A directory of the server as a side, which owns what this owns.</summary>
    public TransferSide Side(FtpPath root) => TransferSide.Ftp(Pool, root, Location.WithPath(root, isDirectory: true).ToString(), Identity, Owned);

    /// <summary>Whether there is a directory at a path.</summary>
    public async Task<bool> HasDirectoryAsync(FtpPath path, CancellationToken cancellationToken)
    {
        await using var lease = await Pool.RentAsync(cancellationToken);
        return await lease.Client.FindAsync(path, cancellationToken) switch
        {
            { Kind: FtpEntryKind.Directory } => true,
            { Kind: FtpEntryKind.Link or FtpEntryKind.Unknown } => await lease.Client.IsDirectoryAsync(path, cancellationToken),
            _ => false,
        };
    }

    public ValueTask DisposeAsync() => Owned.DisposeAsync();
}
