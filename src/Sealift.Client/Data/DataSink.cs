namespace Sealift.Client.Data;

/// <summary>Where the bytes of an upload go: the data connection, or a form of them on the way there.</summary>
internal abstract class DataSink : IDisposable
{
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Sends what is held back, as far as the form allows.</summary>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Sends what is held back and what the form has at its end. Nothing can be written afterwards.</summary>
    public abstract ValueTask FinishAsync(CancellationToken cancellationToken);

    public virtual void Dispose()
    {
        // Nothing is held.
    }
}
