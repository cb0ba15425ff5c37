using System.Diagnostics.CodeAnalysis;
using Sealift.Core;
using Sealift.Transfer.Names;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What a directory of the target holds, by the keys of the names, and what of it the source has too.</summary>
internal sealed class TargetNames
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FtpEntry> _entries;
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly StoreTraits _traits;
    private readonly IReadOnlyList<FtpEntry> _all;

    public TargetNames(IReadOnlyList<FtpEntry> entries, StoreTraits traits)
    {
        _traits = traits;
        _all = entries;
        _entries = new Dictionary<string, FtpEntry>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries) _entries.TryAdd(NameKey.Of(entry.Name, traits), entry);
    }

    /// <summary>What the source does not have.</summary>
    public IEnumerable<FtpEntry> Unclaimed => _all.Where(entry => !_claimed.Contains(NameKey.Of(entry.Name, _traits)));

    public bool TryFind(string key, [NotNullWhen(true)] out FtpEntry? entry) => _entries.TryGetValue(key, out entry);

    /// <summary>More is known of an entry.</summary>
    public void Replace(FtpEntry entry) => _entries[NameKey.Of(entry.Name, _traits)] = entry;

    /// <summary>The source has an entry that belongs to this one; false if it is taken already.</summary>
    public bool Claim(string key)
    {
        lock (_lock) return _claimed.Add(key);
    }
}
