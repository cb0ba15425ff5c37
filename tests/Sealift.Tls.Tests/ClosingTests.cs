using System.Net.Sockets;
using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Tls.Tests;

[Trait("Threat", "T9")]
[Trait("Fault", "F21")]
public sealed class ClosingTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Both_sides_see_each_others_close_notify(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();

        Assert.Equal((true, true), await streams.ShutdownAsync());

        Assert.True(streams.Client.Info.CloseNotifySent);
        Assert.True(streams.Client.Info.CloseNotifyReceived);
        Assert.True(streams.Server.Info.CloseNotifySent);
        Assert.True(streams.Server.Info.CloseNotifyReceived);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_read_ends_only_after_close_notify(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        var reading = streams.Client.ReadAsync(new byte[1]).AsTask();
        Assert.False(reading.IsCompleted);

        var shutdown = streams.Server.ShutdownAsync(TimeSpan.FromSeconds(60)).AsTask();

        Assert.Equal(0, await reading);
        Assert.Equal(0, await streams.Client.ReadAsync(new byte[1]));
        Assert.True(streams.Client.Info.CloseNotifyReceived);
        Assert.False(streams.Client.Info.CloseNotifySent);
        Assert.True(await streams.Client.ShutdownAsync(TimeSpan.FromSeconds(60)));
        Assert.True(await shutdown);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task An_end_without_close_notify_is_truncation_at_the_client(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();

        await CutAfterAsync(streams.Server, 1000);

        await AssertTruncatedAsync(streams.Client, 1000);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task An_end_without_close_notify_is_truncation_at_the_server(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();

        await CutAfterAsync(streams.Client, 1000);

        await AssertTruncatedAsync(streams.Server, 1000);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task An_end_in_the_middle_of_a_record_is_truncation(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();

        // The head of a record of 100 bytes and ten of them.
        await streams.Server.Socket.SendAsync(new byte[] { 23, 3, 3, 0, 100, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 });
        streams.Server.Socket.Shutdown(SocketShutdown.Send);

        await AssertTruncatedAsync(streams.Client, 0);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Garbage_after_the_handshake_is_a_bad_record(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();

        byte[] record = [23, 3, 3, 0, 64, .. RandomNumberGenerator.GetBytes(64)];
        await streams.Server.Socket.SendAsync(record);

        var failure = await Assert.ThrowsAsync<TlsException>(() => streams.Client.ReadAsync(new byte[100]).AsTask());
        Assert.Equal(TlsFailure.BadRecord, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_reset_is_a_lost_connection(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();

        streams.Server.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        streams.Server.Socket.Dispose();

        var failure = await Assert.ThrowsAsync<TlsException>(() => streams.Client.ReadAsync(new byte[100]).AsTask());
        Assert.Equal(TlsFailure.ConnectionLost, failure.Failure);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Shutdown_does_not_wait_longer_than_it_may(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();

        var answered = await streams.Client.ShutdownAsync(TimeSpan.FromMilliseconds(500));

        Assert.False(answered);
        Assert.True(streams.Client.Info.CloseNotifySent);
        Assert.False(streams.Client.Info.CloseNotifyReceived);
        Assert.Throws<ObjectDisposedException>(() => streams.Client.Socket.Available);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_shutdown_without_patience_still_sends_everything(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.Client.WriteAsync("QUIT\r\n"u8.ToArray());

        await streams.Client.ShutdownAsync(TimeSpan.Zero);

        await streams.Server.ReadExactlyAsync(new byte[6]);
        Assert.Equal(0, await streams.Server.ReadAsync(new byte[1]));
        Assert.True(streams.Server.Info.CloseNotifyReceived);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_shutdown_does_not_disturb_a_read_that_waits(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();
        var reading = streams.Client.ReadAsync(new byte[10]).AsTask();

        var shutdown = streams.Client.ShutdownAsync(TimeSpan.FromSeconds(60)).AsTask();
        Assert.Equal(0, await streams.Server.ReadAsync(new byte[1]));
        await streams.Server.WriteAsync("221\r\n"u8.ToArray());
        Assert.True(await streams.Server.ShutdownAsync(TimeSpan.FromSeconds(60)));

        Assert.Contains(await reading, new[] { 0, 5 });
        Assert.True(await shutdown);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_peer_that_closes_without_answering_ends_a_shutdown(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();
        var shutdown = streams.Client.ShutdownAsync(TimeSpan.FromSeconds(60)).AsTask();
        Assert.Equal(0, await streams.Server.ReadAsync(new byte[1]));

        streams.Server.Socket.Shutdown(SocketShutdown.Send);

        Assert.True(await shutdown);
        Assert.False(streams.Client.Info.CloseNotifyReceived);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_reset_ends_a_shutdown_that_waits_and_is_no_answer(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();
        var shutdown = streams.Client.ShutdownAsync(TimeSpan.FromSeconds(60)).AsTask();
        Assert.Equal(0, await streams.Server.ReadAsync(new byte[1]));

        streams.Server.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        streams.Server.Socket.Dispose();

        Assert.False(await shutdown);
        Assert.False(streams.Client.Info.CloseNotifyReceived);
        Assert.Throws<ObjectDisposedException>(() => streams.Client.Socket.Available);
    }

    public void Dispose() => _ca.Dispose();

    private static async Task CutAfterAsync(TlsStream stream, int count)
    {
        await stream.WriteAsync(new byte[count]);
        await stream.FlushAsync(default);
        stream.Socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task AssertTruncatedAsync(TlsStream stream, int count)
    {
        var received = new byte[count];
        await stream.ReadExactlyAsync(received);

        var first = await Assert.ThrowsAsync<TlsException>(() => stream.ReadAsync(new byte[1]).AsTask());
        var second = await Assert.ThrowsAsync<TlsException>(() => stream.ReadAsync(new byte[1]).AsTask());

        Assert.Equal(TlsFailure.Truncated, first.Failure);
        Assert.Equal(TlsFailure.Truncated, second.Failure);
        Assert.False(stream.Info.CloseNotifyReceived);
    }

    private TlsPair Create(TlsBackend client, TlsBackend server, TlsVersion version) => TlsPair.Create(
        _ca,
        client,
        server,
        o => o with { MinVersion = version, MaxVersion = version },
        o => o with { MinVersion = version, MaxVersion = version });
}
