using System.Collections.Concurrent;
using System.Net;

namespace Sealift.Tls.Platform;

/// <summary>
/// A spelling of a host name, in upper and lower case, that no other control connection of this process uses. SslStream keeps
/// one session per spelling, so each control connection has its own; to DNS and TLS all spellings are one name (RFC 4343).
/// </summary>
internal sealed class HostPartition : IDisposable
{
    // 2^20 spellings are more than a process has connections.
    private const int MostLetters = 20;

    // The cache that these names divide belongs to the whole process, and so must the list of those in use. The counter moves
    // on, so that a spelling comes back, and with it an old ticket, as late as possible.
    private static readonly ConcurrentDictionary<string, bool> InUse = new(StringComparer.Ordinal);
    private static int _next;

    private HostPartition(string name, bool canResume)
    {
        Name = name;
        CanResume = canResume;
    }

    /// <summary>The name to give to SslStream.</summary>
    public string Name { get; }

    /// <summary>Whether sessions can be kept apart under this name. False for IP addresses and when all spellings are in use.</summary>
    public bool CanResume { get; }

    public static HostPartition Take(string name)
    {
        if (IPAddress.TryParse(name, out _)) return new HostPartition(name, canResume: false);

        // The spelling all in lower case is left to other users of SslStream in this process.
        var spellings = (1 << Math.Min(name.Count(char.IsAsciiLetter), MostLetters)) - 1;
        for (var tried = 0; tried < spellings; tried++)
        {
            var number = 1 + (int)((uint)Interlocked.Increment(ref _next) % (uint)spellings);
            var spelling = Spell(name, number);
            if (InUse.TryAdd(spelling, true)) return new HostPartition(spelling, canResume: true);
        }

        return new HostPartition(name, canResume: false);
    }

    public void Dispose()
    {
        if (CanResume) InUse.TryRemove(Name, out _);
    }

    private static string Spell(string name, int number) => string.Create(name.Length, (name, number), static (span, state) =>
    {
        var bits = state.number;
        for (var i = 0; i < span.Length; i++)
        {
            var letter = char.ToLowerInvariant(state.name[i]);
            if (!char.IsAsciiLetter(letter))
            {
                span[i] = letter;
                continue;
            }

            span[i] = (bits & 1) == 1 ? char.ToUpperInvariant(letter) : letter;
            bits >>= 1;
        }
    });
}
