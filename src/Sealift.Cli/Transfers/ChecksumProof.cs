using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Transfers;

/// <summary>Compares what was carried with what the server has.</summary>
internal sealed class ChecksumProof(FtpHashAlgorithm algorithm, bool asksServer, bool readsBack)
{
    /// <summary>The evidence's name: who computed the server's side.</summary>
    public string Evidence { get; private set; } = "hash";

    /// <summary>The checksum that both ends have, once they were compared.</summary>
    public FtpChecksum? Checksum { get; private set; }

    /// <summary>Computes this end's checksum while the file goes by.</summary>
    public FtpHasher BeginLocal() => new(algorithm);

    /// <summary>Compares.</summary>
    /// <param name="client">The session.</param>
    /// <param name="path">The file on the server.</param>
    /// <param name="local">This end's checksum.</param>
    /// <param name="consequence">What a difference means for the target, for the hint.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandException">They differ, or there is nothing to compare (proof failed).</exception>
    public async Task RequireEqualAsync(
        FtpClient client, FtpPath path, FtpChecksum local, string consequence, CancellationToken cancellationToken)
    {
        var remote = await FindRemoteAsync(client, path, cancellationToken)
            ?? throw new CommandException(
                ExitCode.ProofFailed, $"{path}: the server computed no checksum after all.", $"{consequence} --read-back compares by reading the file again.")
            {
                Code = FailureCode.NoChecksum,
            };
        if (!remote.Equals(local))
        {
            throw new CommandException(
                ExitCode.ProofFailed,
                $"{path}: the checksums ({FtpChecksum.NameOf(algorithm)}) differ.\nhere   {local}\nserver {remote}",
                $"{consequence} The file may be changing; try again.")
            {
                Code = FailureCode.ChecksumsDiffer,
            };
        }

        Checksum = local;
    }

    private async Task<FtpChecksum?> FindRemoteAsync(FtpClient client, FtpPath path, CancellationToken cancellationToken)
    {
        if (asksServer && await client.HashAsync(path, null, algorithm, cancellationToken) is { } told) return told;
        if (!readsBack) return null;
        Evidence = "read_back";
        return await ReadAsync(client, path, algorithm, null, cancellationToken);
    }

    /// <summary>The checksum of a file, computed here by reading it from the server.</summary>
    public static async Task<FtpChecksum> ReadAsync(
        FtpClient client, FtpPath path, FtpHashAlgorithm algorithm, FtpByteRange? range, CancellationToken cancellationToken)
    {
        await using var content = await client.OpenReadAsync(path, range?.Start ?? 0, cancellationToken);
        if (range is { } part)
        {
            var counted = await FtpChecksum.ComputeAsync(content, algorithm, new FtpByteRange(0, part.Length), cancellationToken);
            return new FtpChecksum(algorithm, counted.Bytes, range);
        }

        return await FtpChecksum.ComputeAsync(content, algorithm, cancellationToken: cancellationToken);
    }
}
