using System.Collections.Concurrent;

namespace Sealift.Client;

/// <summary>Remembers, for as long as the program runs, what a host turned out not to support. Safe to share.</summary>
public sealed class FtpHostMemory
{
    private readonly ConcurrentDictionary<string, bool> _withoutPipelining = new(StringComparer.OrdinalIgnoreCase);

    internal bool RefusesPipelining(FtpClientOptions options) => _withoutPipelining.ContainsKey(Key(options));

    internal void RememberNoPipelining(FtpClientOptions options) => _withoutPipelining[Key(options)] = true;

    private static string Key(FtpClientOptions options) => $"{options.Host} {options.EffectivePort}";
}
