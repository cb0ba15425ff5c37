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
    private readonly ConcurrentDictionary<string, bool> _greeted = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _withPret = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ServerClock> _clocks = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What earlier sessions found out about the host and port of these options.</summary>
    /// <param name="options">Their host, port and login are looked at.</param>
    public FtpHostFacts Recall(FtpClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FtpHostFacts
        {
            Pipelining = RefusesPipelining(options) ? false : null,
            Epsv = RefusesEpsv(options) ? false : null,
            Sessions = SessionsOf(options).Limit,
        };
    }

    /// <summary>
    /// Takes what is known from before about the host and port of these options, so that their sessions need not find it out again: pipelining,
    /// EPSV and the number of sessions. What concerns TLS is for the options themselves.
    /// </summary>
    /// <param name="options">Their host, port and login are looked at.</param>
    /// <param name="facts">What is known.</param>
    public void Learn(FtpClientOptions options, FtpHostFacts facts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Pipelining == false) RememberNoPipelining(options);
        if (facts.Epsv == false) RememberNoEpsv(options);
        if (facts.Sessions is { } sessions) SessionsOf(options).Presume(sessions);
    }

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

    /// <summary>Whether there is a server of FTP: somebody was greeted there before.</summary>
    internal bool HasGreeted(FtpClientOptions options) => _greeted.ContainsKey(Key(options));

    internal void RememberGreeting(FtpClientOptions options) => _greeted[Key(options)] = true;

    private static string Key(FtpClientOptions options) => $"{options.Host} {options.EffectivePort}";
}
