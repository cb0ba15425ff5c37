using System.Collections.Concurrent;
using Sealift.Client.Pooling;
using Sealift.Core.Listings;

namespace Sealift.Client;

/// <summary>
/// Remembers, for as long as the program runs, what a host turned out not to support, its clock, and how many sessions each login
/// may have there. Safe to share.
/// </summary>
public sealed class FtpHostMemory
{
    private readonly ConcurrentDictionary<string, bool> _withoutPipelining = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(string Host, FtpCredential Credential), SessionLedger> _sessions = new();
    private readonly ConcurrentDictionary<string, bool> _withoutEpsv = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _withPret = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ServerClock> _clocks = new(StringComparer.OrdinalIgnoreCase);

    internal bool RefusesPipelining(FtpClientOptions options) => _withoutPipelining.ContainsKey(Key(options));

    internal void RememberNoPipelining(FtpClientOptions options) => _withoutPipelining[Key(options)] = true;

    /// <summary>What is known about the sessions of this login at this host; another password is another login.</summary>
    internal SessionLedger SessionsOf(FtpClientOptions options) => _sessions.GetOrAdd(
        (Key(options).ToUpperInvariant(), options.Credential), static (_, time) => new SessionLedger(time), options.TimeProvider);

    internal bool RefusesEpsv(FtpClientOptions options) => _withoutEpsv.ContainsKey(Key(options));

    internal void RememberNoEpsv(FtpClientOptions options) => _withoutEpsv[Key(options)] = true;

    internal bool WantsPret(FtpClientOptions options) => _withPret.ContainsKey(Key(options));

    internal void RememberPret(FtpClientOptions options) => _withPret[Key(options)] = true;

    internal ServerClock ClockOf(FtpClientOptions options) => _clocks.GetOrAdd(Key(options), static _ => new ServerClock());

    private static string Key(FtpClientOptions options) => $"{options.Host} {options.EffectivePort}";
}
