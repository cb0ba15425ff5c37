using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Sealift.Server.Access;

/// <summary>
/// Checks passwords away from the sessions, few at once. An unknown user costs as much as a known one. A password that was right
/// once is remembered as an HMAC under a key of this process, so that the second of eight sessions of one client logs in at once.
/// </summary>
internal sealed class PasswordChecker : IDisposable
{
    private const int MaxRemembered = 1000;

    private readonly ConcurrentDictionary<string, byte[]> _remembered = new(StringComparer.Ordinal);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _gate;
    private readonly Lock _lock = new();
    private int _cost;

    public PasswordChecker(IEnumerable<FtpUser> users, int maxChecks)
    {
        _gate = new SemaphoreSlim(maxChecks);
        UseCostOf(users);
    }

    /// <summary>What a wrong password costs: as much as the dearest hash of these users.</summary>
    public void UseCostOf(IEnumerable<FtpUser> users)
    {
        var cost = users.Select(user => user.PasswordHash is { } hash ? FtpPassword.IterationsOf(hash) : 0).DefaultIfEmpty().Max();
        lock (_lock) _cost = cost == 0 ? FtpPassword.DefaultIterations : cost;
    }

    /// <summary>Whether there is such a user and this is the password.</summary>
    public async ValueTask<bool> CheckAsync(FtpUser? user, string password, CancellationToken cancellationToken)
    {
        var hash = user?.PasswordHash;
        var tag = hash is null ? [] : Tag(hash, password);
        if (hash is not null && _remembered.TryGetValue(hash, out var known) && CryptographicOperations.FixedTimeEquals(known, tag)) return true;

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool isRight;
        try
        {
            isRight = await Task.Run(() => Verify(hash, password), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }

        if (!isRight) return false;
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        _remembered[hash!] = tag;
        return true;
    }

    public void Dispose()
    {
        _gate.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    private bool Verify(string? hash, string password)
    {
        if (hash is not null && FtpPassword.Verify(password, hash)) return true;

        // Whoever waits for the answer must not see in it what was compared: all wrong passwords take the time of the dearest hash.
        int cost;
        lock (_lock) cost = _cost;
        var left = cost - (hash is null ? 0 : FtpPassword.IterationsOf(hash));
        if (left > 0) FtpPassword.Spend(password, left);
        return false;
    }

    private byte[] Tag(string hash, string password) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\0{password}"));
}
