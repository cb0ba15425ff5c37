using System.Collections.Concurrent;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Proof.Tests.Soak;

/// <summary>What was done, what failed as it may, and what must never happen. For many threads.</summary>
internal sealed class SoakTotals
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();

    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>What was counted, by name.</summary>
    public IReadOnlyDictionary<string, long> Counts => new SortedDictionary<string, long>(_counts, StringComparer.Ordinal);

    public void Add(string what, long number = 1) => _counts.AddOrUpdate(what, number, (_, known) => known + number);

    public long Find(string what) => _counts.GetValueOrDefault(what);

    public void Violate(string words) => _violations.Enqueue(words);

    /// <summary>A failure is one of ours, with a type that says what it was, or a cancellation that was asked for.</summary>
    public void Fail(string what, Exception failure, bool isCancelled)
    {
        switch (failure)
        {
            case OperationCanceledException when isCancelled:
                Add($"{what}: cancelled");
                break;
            case FtpException or FileStoreException:
                Add($"{what}: failed");
                Add($"failure {failure.GetType().Name}");
                break;
            default:
                Violate($"{what} failed in a way that has no name: {failure}");
                break;
        }
    }
}
