using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Transfer.Running;

/// <summary>Asks a server for size and time of one file in one flight.</summary>
internal static class FtpFacts
{
    /// <summary>What SIZE and MDTM say (RFC 3659 sections 3 and 4). Null if the server has no such file.</summary>
    public static async ValueTask<FtpEntry?> FindAsync(FtpClient client, FtpPath path, CancellationToken cancellationToken)
    {
        if (!client.Features.Size) return await client.FindAsync(path, cancellationToken).ConfigureAwait(false);
        var time = client.Features.Mdtm ? new FtpCommand("MDTM", path) : null;
        var replies = await client.ExecuteFlightAsync(
            time is null ? [new FtpCommand("SIZE", path)] : [new FtpCommand("SIZE", path), time], cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        if (SizeIn(replies[0]) is not { } size) return await client.FindAsync(path, cancellationToken).ConfigureAwait(false);
        return new FtpEntry { Name = path.Name, Kind = FtpEntryKind.File, Size = size, Modified = time is null ? null : TimeIn(replies[1]) };
    }

    public static long? SizeIn(FtpReply reply) =>
        reply.Code == 213 && long.TryParse(reply.Message.AsSpan().Trim(), out var size) && size >= 0 ? size : null;

    private static FtpTimestamp? TimeIn(FtpReply reply) =>
        reply.Code == 213 && FtpTimestamp.TryParse(reply.Message.AsSpan().Trim(), out var time) ? time : null;
}
