namespace Sealift.Server.Users;

/// <summary>The users that have sessions at this moment.</summary>
internal sealed class UserShares(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, UserShare> _shares = new(StringComparer.Ordinal);

    /// <summary>A place among the user's sessions; null where there is none left. The rates are those of the newest login.</summary>
    public UserShare? TryEnter(string? host, FtpUser user)
    {
        var key = $"{host?.ToLowerInvariant()}\n{user.Name}";
        lock (_lock)
        {
            if (!_shares.TryGetValue(key, out var share)) share = new UserShare(key, time);
            if (share.Sessions >= user.MaxSessions) return null;
            _shares[key] = share;
            share.Sessions++;
            share.Download.Rate = user.DownloadRate;
            share.Upload.Rate = user.UploadRate;
            return share;
        }
    }

    public void Leave(UserShare share)
    {
        lock (_lock)
        {
            if (--share.Sessions == 0) _shares.Remove(share.Key);
        }
    }
}
