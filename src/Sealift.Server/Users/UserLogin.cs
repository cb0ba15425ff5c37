namespace Sealift.Server.Users;

/// <summary>A user who is logged in with one session: their files as the session sees them, and their part in what all of their sessions share.</summary>
internal sealed class UserLogin : IDisposable
{
    private readonly UserShares _shares;
    private readonly UserShare _share;
    private bool _isDisposed;

    private UserLogin(FtpUser user, UserStore store, UserShares shares, UserShare share)
    {
        User = user;
        Store = store;
        _shares = shares;
        _share = share;
    }

    public FtpUser User { get; }

    public UserStore Store { get; }

    public RateGate Download => _share.Download;

    public RateGate Upload => _share.Upload;

    /// <summary>Logs a user in; null if they have all the sessions they may have.</summary>
    public static UserLogin? TryCreate(UserShares shares, StoreUses uses, string? host, FtpUser user)
    {
        if (shares.TryEnter(host, user) is not { } share) return null;
        var quota = user.Quota is { } bytes ? new QuotaUse(uses.Of(user.Store), bytes) : null;
        return new UserLogin(user, new UserStore(user.Store, user.Rights, quota), shares, share);
    }

    public bool May(FtpRights rights) => (User.Rights & rights) == rights;

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _shares.Leave(_share);
    }
}
