namespace Sealift.Server.Users;

/// <summary>A user's quota and what is used of it.</summary>
internal sealed class QuotaUse(StoreUse use, long quota)
{
    public long Left => Math.Max(0, quota - use.Used);

    public ValueTask BeginAsync(CancellationToken cancellationToken) => use.BeginAsync(cancellationToken);

    public void End() => use.End();

    public bool TryTake(long bytes, long returning) => use.TryTake(bytes, quota, returning);

    public void Give(long bytes) => use.Give(bytes);
}
