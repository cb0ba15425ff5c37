using System.Runtime.CompilerServices;
using Sealift.Core.Stores;

namespace Sealift.Server.Users;

/// <summary>The use of each store that has users with a quota; directories of the disk by their path, whoever opened them.</summary>
internal sealed class StoreUses(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoreUse> _directories = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<IFileStore, StoreUse> _others = [];

    public StoreUse Of(IFileStore store)
    {
        lock (_lock)
        {
            if (store is not LocalFileStore { Root: var root })
            {
                if (!_others.TryGetValue(store, out var other)) _others.Add(store, other = new StoreUse(store, time));
                return other;
            }

            if (!_directories.TryGetValue(root, out var use)) _directories[root] = use = new StoreUse(store, time);
            return use;
        }
    }
}
