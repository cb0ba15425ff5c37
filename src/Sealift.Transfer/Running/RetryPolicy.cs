using System.Security.Cryptography;

namespace Sealift.Transfer.Running;

/// <summary>How often, and after which pauses, what may succeed later is tried again. Immutable.</summary>
/// <remarks>A pause is between half and all of its nominal length, at random, so that many clients do not come back at once.</remarks>
public sealed record RetryPolicy
{
    /// <summary>Never tries again.</summary>
    public static RetryPolicy None { get; } = new() { Attempts = 1 };

    /// <summary>Attempts for a file in one run, 1 to 1000. Default 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The nominal pause after the first failure. Default 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest nominal pause. Default 1 min.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How much longer each pause is than the one before, 1 to 10. Default 2.</summary>
    public double Growth { get; init; } = 2;

    /// <summary>
    /// The pause before a file that waits for room in the target is tried again, <see cref="Attempts"/> times; then every file for that target fails. Default 30 s.
    /// </summary>
    public TimeSpan FullPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The same for a disk of this machine, where it is tried again only once: who is to make room is nearer than at a server. Default 2 s.
    /// </summary>
    public TimeSpan LocalFullPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a server that was there and answers no more is waited for, with the same growing pauses; the files wait with it, and none of this counts as
    /// an attempt. Default 5 min; zero does not wait.
    /// </summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether every number is in its range.</summary>
    internal bool IsValid => Attempts is >= 1 and <= 1000 && Growth is >= 1 and <= 10
        && FirstPause >= TimeSpan.Zero && LongestPause >= FirstPause && FullPause >= TimeSpan.Zero && LocalFullPause >= TimeSpan.Zero && Outage >= TimeSpan.Zero;

    /// <summary>The pause after a failure, with its random part.</summary>
    /// <param name="failures">Failures so far, from 1 on.</param>
    public TimeSpan PauseAfter(int failures)
    {
        var nominal = FirstPause.TotalMilliseconds * Math.Pow(Growth, Math.Min(failures, 64) - 1);
        return Jitter(TimeSpan.FromMilliseconds(Math.Min(nominal, LongestPause.TotalMilliseconds)));
    }

    private static TimeSpan Jitter(TimeSpan nominal) => nominal * (0.5 + (RandomNumberGenerator.GetInt32(501) / 1000.0));
}
