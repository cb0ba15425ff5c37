using Sealift.Server.Users;

namespace Sealift.Server.Data;

/// <summary>A data connection at the rate of its user, in pieces small enough that several share it evenly.</summary>
internal sealed class PacedStream(Stream connection, RateGate gate, ProgressWatch watch) : DataStream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await connection.ReadAsync(buffer[..Math.Min(buffer.Length, gate.Piece)], cancellationToken).ConfigureAwait(false);
        if (count > 0) await watch.RestAsync(gate.Take(count)).ConfigureAwait(false);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(buffer.Length, gate.Piece)];
            await watch.RestAsync(gate.Take(piece.Length)).ConfigureAwait(false);
            await connection.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            buffer = buffer[piece.Length..];
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);
}
