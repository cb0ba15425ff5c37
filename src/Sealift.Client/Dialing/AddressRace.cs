using System.Net;
using System.Net.Sockets;

namespace Sealift.Client.Dialing;

/// <summary>
/// Connects to a host that has several addresses (RFC 8305): both families in turn, each attempt a moment after the one before,
/// and the first connection that stands wins. So a broken IPv6 costs a quarter of a second and not a timeout.
/// </summary>
internal static class AddressRace
{
    /// <summary>RFC 8305 section 5: the recommended delay between two attempts.</summary>
    public static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// RFC 8305 section 4: the order of the resolver (RFC 6724), with the families in turn from the second address on. The resolver
    /// gives both families at once, so there is no delay for a missing answer to wait for (section 3).
    /// </summary>
    public static IReadOnlyList<IPAddress> Interleave(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count < 2) return addresses;
        var preferred = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily));
        var other = new Queue<IPAddress>(addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily));
        var order = new List<IPAddress>(addresses.Count);
        while (order.Count < addresses.Count)
        {
            if (preferred.TryDequeue(out var next)) order.Add(next);
            if (other.TryDequeue(out next)) order.Add(next);
        }

        return order;
    }

    /// <summary>Runs the race.</summary>
    /// <param name="addresses">The host's addresses, as the resolver sorted them.</param>
    /// <param name="connect">Connects to one of them.</param>
    /// <param name="name">The host in words, as the beginning of a sentence.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the race.</param>
    /// <exception cref="FtpConnectionException">No address answers; every one is described.</exception>
    public static async ValueTask<Socket> RunAsync(
        IReadOnlyList<IPAddress> addresses,
        Func<IPAddress, CancellationToken, ValueTask<Socket>> connect,
        string name,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (addresses.Count == 1) return await connect(addresses[0], cancellationToken).ConfigureAwait(false);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPAddress>(Interleave(addresses));
        var running = new List<Task<Socket>>();
        var failures = new List<FtpConnectionException>();
        try
        {
            while (waiting.TryDequeue(out var address) || running.Count > 0)
            {
                if (address is not null) running.Add(connect(address, over.Token).AsTask());
                var settled = await NextAsync(running, waiting.Count > 0, time, over.Token).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (settled is null) continue;
                running.Remove(settled);
                try
                {
                    return await settled.ConfigureAwait(false);
                }
                catch (FtpConnectionException e)
                {
                    failures.Add(e); // RFC 8305 section 5: the next attempt begins at once
                }
            }
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            foreach (var late in running) await CloseAsync(late).ConfigureAwait(false);
        }

        throw Lost(name, failures);
    }

    // The attempt that ended first; null when it is time for another.
    private static async Task<Task<Socket>?> NextAsync(
        List<Task<Socket>> running, bool hasMore, TimeProvider time, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(running);
        if (!hasMore) return await first.ConfigureAwait(false);
        await ((Task)first.WaitAsync(Stagger, time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return first.IsCompletedSuccessfully ? await first.ConfigureAwait(false) : null;
    }

    private static async ValueTask CloseAsync(Task<Socket> late)
    {
        await ((Task)late).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (late.IsCompletedSuccessfully) (await late.ConfigureAwait(false)).Dispose();
    }

    private static FtpConnectionException Lost(string name, List<FtpConnectionException> failures)
    {
        if (failures.Count == 0) return new FtpConnectionException(FtpConnectionFailure.UnknownHost, $"{name} has no address.");

        // What an address said weighs more than its silence, and that more than a network that does not lead there.
        var telling = failures.Find(e => e.Failure == FtpConnectionFailure.Refused)
            ?? failures.Find(e => e.Failure == FtpConnectionFailure.Timeout)
            ?? failures[0];
        return new FtpConnectionException(
            telling.Failure,
            $"{name} cannot be reached at any of its addresses: {string.Join("; ", failures.Select(e => e.Message.TrimEnd('.')))}.",
            telling.Hint,
            new AggregateException(failures));
    }
}
