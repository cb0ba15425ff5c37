namespace Sealift.Client.Pooling;

/// <summary>A session of a pool.</summary>
internal sealed class PooledSession(FtpClient client)
{
    public FtpClient Client { get; } = client;

    /// <summary>Since when nobody has it (a timestamp).</summary>
    public long IdleSince { get; set; }
}
