using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Sealift.Client.Dialing;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Hosts with several addresses (RFC 8305).</summary>
[Trait("Fault", "F32")]
public sealed class AddressRaceTests
{
    private static readonly IPAddress[] Six = [.. Enumerable.Range(1, 3).Select(i => IPAddress.Parse($"2001:db8::{i}"))];
    private static readonly IPAddress[] Four = [.. Enumerable.Range(1, 3).Select(i => IPAddress.Parse($"192.0.2.{i}"))];

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentDictionary<IPAddress, TaskCompletionSource<Socket>> _attempts = new();
    private readonly ConcurrentQueue<IPAddress> _begun = new();

    [Fact]
    public void Families_take_turns_in_the_order_of_the_resolver()
    {
        Assert.Equal([Six[0], Four[0], Six[1], Four[1], Six[2]], AddressRace.Interleave([Six[0], Six[1], Six[2], Four[0], Four[1]]));
        Assert.Equal([Four[0], Six[0], Four[1]], AddressRace.Interleave([Four[0], Four[1], Six[0]]));
        Assert.Equal([Four[1], Four[0]], AddressRace.Interleave([Four[1], Four[0]]));
        Assert.Empty(AddressRace.Interleave([]));
    }

    [Fact]
    public async Task Silent_address_costs_a_quarter_of_a_second_and_the_first_answer_wins()
    {
        var race = Run(Six[0], Four[0]);
        Assert.Equal([Six[0]], _begun);

        _time.Advance(AddressRace.Stagger - TimeSpan.FromMilliseconds(1));
        Assert.Equal([Six[0]], _begun);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await BegunAsync(2);
        Assert.Equal([Six[0], Four[0]], _begun);
        using var winner = NewSocket();
        _attempts[Four[0]].SetResult(winner);

        Assert.Same(winner, await race);
        Assert.True(_attempts[Six[0]].Task.IsCanceled);
    }

    [Fact]
    public async Task Failure_begins_the_next_attempt_at_once()
    {
        var race = Run(Six[0], Four[0]);

        _attempts[Six[0]].SetException(Failure(Six[0], FtpConnectionFailure.Unreachable));
        await BegunAsync(2);
        using var winner = NewSocket();
        _attempts[Four[0]].SetResult(winner);

        Assert.Same(winner, await race);
    }

    [Fact]
    public async Task First_address_may_still_win_after_the_second_was_begun()
    {
        var race = Run(Six[0], Four[0]);
        _time.Advance(AddressRace.Stagger);
        await BegunAsync(2);

        using var winner = NewSocket();
        _attempts[Six[0]].SetResult(winner);

        Assert.Same(winner, await race);
    }

    [Fact]
    public async Task Connection_that_comes_too_late_is_closed()
    {
        var late = NewSocket();
        using var winner = NewSocket();
        var race = AddressRace.RunAsync(
            [Six[0], Four[0]],
            async (address, token) =>
            {
                _begun.Enqueue(address);
                if (Equals(address, Four[0])) return winner;
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return late;
            },
            "ftp.example.org port 21", _time, Stop).AsTask();
        _time.Advance(AddressRace.Stagger);

        Assert.Same(winner, await race);
        Assert.True(late.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task When_all_fail_every_one_is_described_and_what_was_said_weighs_most()
    {
        var race = Run(Six[0], Four[0], Four[1]);

        _attempts[Six[0]].SetException(Failure(Six[0], FtpConnectionFailure.Unreachable));
        await BegunAsync(2);
        _attempts[Four[0]].SetException(Failure(Four[0], FtpConnectionFailure.Refused));
        await BegunAsync(3);
        _attempts[Four[1]].SetException(Failure(Four[1], FtpConnectionFailure.Timeout));

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => race);
        Assert.Equal(FtpConnectionFailure.Refused, error.Failure);
        Assert.StartsWith("ftp.example.org port 21 cannot be reached at any of its addresses: ", error.Message, StringComparison.Ordinal);
        Assert.All(new[] { Six[0], Four[0], Four[1] }, address => Assert.Contains(address.ToString(), error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelled_race_ends_every_attempt()
    {
        using var cancel = new CancellationTokenSource();
        var race = Run([Six[0], Four[0]], cancel.Token);
        _time.Advance(AddressRace.Stagger);
        await BegunAsync(2);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race);
        Assert.All(_attempts.Values, attempt => Assert.True(attempt.Task.IsCanceled));
    }

    [Fact]
    public async Task Host_without_an_address_is_unknown()
    {
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => Run());

        Assert.Equal(FtpConnectionFailure.UnknownHost, error.Failure);
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static FtpConnectionException Failure(IPAddress address, FtpConnectionFailure failure) => new(failure, $"{address} failed: {failure}.");

    private Task<Socket> Run(params IPAddress[] addresses) => Run(addresses, Stop);

    private Task<Socket> Run(IPAddress[] addresses, CancellationToken cancellationToken) => AddressRace.RunAsync(
        addresses,
        async (address, token) =>
        {
            var attempt = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
            _attempts[address] = attempt;
            _begun.Enqueue(address);
            await using var registration = token.Register(() => attempt.TrySetCanceled(token));
            return await attempt.Task;
        },
        "ftp.example.org port 21", _time, cancellationToken).AsTask();

    // The race goes on in the background; it has nothing else to wait for.
    private async Task BegunAsync(int count)
    {
        while (_begun.Count < count) await Task.Delay(1, Stop);
    }
}
