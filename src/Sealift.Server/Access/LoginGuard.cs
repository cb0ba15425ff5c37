using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Sealift.Server.Access;

/// <summary>
/// Remembers wrong passwords by name and by address, and who is locked out for them. Names are remembered whether there is such a user or not,
/// so that a lock says nothing about that. Bounded: when it is full, what is locked stays longest.
/// </summary>
internal sealed class LoginGuard(FtpServerLimits limits, TimeProvider time)
{
    // Names come from the network and may be long.
    private const int MaxNameLength = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Record> _records = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock) return _records.Count;
        }
    }

    public bool IsLocked(IPAddress address) => IsLocked(KeyOf(address));

    public bool IsLocked(string? host, string name) => IsLocked(KeyOf(host, name));

    /// <summary>Counts a wrong password, and says how many there were and whether it locked the name or the address.</summary>
    public (int Count, bool LocksName, bool LocksAddress) Fail(IPAddress address, string? host, string name)
    {
        lock (_lock)
        {
            var (ofAddress, locksAddress) = Add(KeyOf(address), limits.MaxFailedLoginsPerAddress);
            var (ofName, locksName) = Add(KeyOf(host, name), limits.MaxFailedLoginsPerUser);
            return (Math.Max(ofAddress, ofName), locksName, locksAddress);
        }
    }

    /// <summary>
    /// Forgets the wrong passwords of a name that has logged in, and as many of the address: somebody with an account must not be able to wipe out
    /// what they guessed for other names.
    /// </summary>
    public void Succeed(IPAddress address, string? host, string name)
    {
        lock (_lock)
        {
            if (!_records.Remove(KeyOf(host, name), out var ofName)) return;
            var key = KeyOf(address);
            if (!_records.TryGetValue(key, out var ofAddress) || ofAddress.LockedUntil > Now) return;
            ofAddress.Failures -= ofName.Failures;
            if (ofAddress.Failures <= 0) _records.Remove(key);
        }
    }

    /// <summary>The wait after so many wrong passwords.</summary>
    public TimeSpan DelayAfter(int count)
    {
        var delay = limits.FailedLoginDelay * Math.Pow(2, Math.Clamp(count - 1, 0, 20));
        return delay < limits.MaxFailedLoginDelay ? delay : limits.MaxFailedLoginDelay;
    }

    private static string KeyOf(IPAddress address) => "@" + ClientAddress.CountedAs(address);

    private static string KeyOf(string? host, string name) =>
        $"{host?.ToLowerInvariant()}\n{(name.Length <= MaxNameLength ? name : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))))}";

    private TimeSpan Now => time.GetElapsedTime(0);

    private bool IsLocked(string key)
    {
        lock (_lock) return _records.TryGetValue(key, out var record) && record.LockedUntil > Now;
    }

    private (int Count, bool Locks) Add(string key, int max)
    {
        var now = Now;
        if (_records.TryGetValue(key, out var record) && IsOver(record, now))
        {
            _records.Remove(key);
            record = null;
        }

        if (record is null)
        {
            if (_records.Count >= limits.MaxLockOutEntries) MakeRoom(now);
            _records[key] = record = new Record();
        }

        record.Failures++;
        record.Last = now;

        // What is locked is not locked for longer: a stranger could keep somebody out for ever.
        var locks = record.Failures >= max && record.LockedUntil is null;
        if (locks) record.LockedUntil = now + limits.LockOutTime;
        return (record.Failures, locks);
    }

    private bool IsOver(Record record, TimeSpan now) => record.LockedUntil is { } until ? until <= now : record.Last + limits.LockOutTime <= now;

    // What is over goes, and if nothing is, a tenth of those that are not locked and were quiet longest, or of all.
    private void MakeRoom(TimeSpan now)
    {
        foreach (var (key, _) in _records.Where(pair => IsOver(pair.Value, now)).ToList()) _records.Remove(key);
        if (_records.Count < limits.MaxLockOutEntries) return;
        var oldest = _records.OrderBy(pair => pair.Value.LockedUntil is not null).ThenBy(pair => pair.Value.Last).Take((limits.MaxLockOutEntries / 10) + 1);
        foreach (var (key, _) in oldest.ToList()) _records.Remove(key);
    }

    private sealed class Record
    {
        public int Failures { get; set; }

        public TimeSpan Last { get; set; }

        public TimeSpan? LockedUntil { get; set; }
    }
}
