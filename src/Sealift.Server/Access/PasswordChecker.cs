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
    private readonly string _decoy;

    public PasswordChecker(IReadOnlyList<FtpUser> users, int maxChecks)
    {
        _gate = new SemaphoreSlim(maxChecks);
        var cost = users.Select(user => user.PasswordHash is { } hash ? FtpPassword.IterationsOf(hash) : 0).DefaultIfEmpty().Max();
        if (cost == 0) cost = FtpPassword.DefaultIterations;

        // Nobody knows the password of this hash, and only its cost matters: it need not be derived.
        _decoy = $"pbkdf2-sha256${cost}${Random(16)}${Random(32)}";
    }

    /// <summary>Whether there is such a user and this is the password.</summary>
    public async ValueTask<bool> CheckAsync(FtpUser? user, string password, CancellationToken cancellationToken)
    {
        var hash = user?.PasswordHash ?? _decoy;
        var tag = Tag(hash, password);
        if (_remembered.TryGetValue(hash, out var known) && CryptographicOperations.FixedTimeEquals(known, tag)) return true;

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool isRight;
        try
        {
            isRight = await Task.Run(() => FtpPassword.Verify(password, hash), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }

        if (!isRight || user?.PasswordHash is null) return false;
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        _remembered[hash] = tag;
        return true;
    }

    public void Dispose()
    {
        _gate.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    private static string Random(int length) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(length));

    private byte[] Tag(string hash, string password) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\0{password}"));
}
