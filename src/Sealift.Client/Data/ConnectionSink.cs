namespace Sealift.Client.Data;

/// <summary>The data connection itself; it is closed elsewhere. It counts what it sends.</summary>
internal sealed class ConnectionSink(Stream connection) : DataSink
{
    /// <summary>Bytes sent.</summary>
    public long Count { get; private set; }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Count += bytes.Length;
        return connection.WriteAsync(bytes, cancellationToken);
    }

    public override async ValueTask FlushAsync(CancellationToken cancellationToken) =>
        await connection.FlushAsync(cancellationToken).ConfigureAwait(false);

    public override ValueTask FinishAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);
}
