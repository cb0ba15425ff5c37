using System.Net.Sockets;
using Sealift.TestKit;

namespace Sealift.Tls.Tests;

/// <summary>The way back to clear text: TLS ends in both directions, and not a byte after it is lost.</summary>
public sealed class DetachTests : IDisposable
{
    private static readonly TlsStreamOptions Exact = new() { ReadAhead = 0 };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCertificates _ca = new();

    public void Dispose() => _ca.Dispose();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Both_sides_go_on_in_clear_text_and_what_came_with_the_end_is_there(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync(null, Exact, Exact);
        await streams.SettleAsync();

        var detaching = streams.Server.DetachAsync(Patience).AsTask();
        var (socket, answered) = await streams.Client.DetachAsync(Patience);
        var (other, otherAnswered) = await detaching;
        using var mine = new NetworkStream(socket, ownsSocket: true);
        using var theirs = new NetworkStream(other, ownsSocket: true);
        await theirs.WriteAsync("clear"u8.ToArray());
        await mine.WriteAsync("text"u8.ToArray());

        Assert.True(answered && otherAnswered);
        Assert.True(streams.Client.Info is { CloseNotifySent: true, CloseNotifyReceived: true });
        Assert.Equal("clear"u8.ToArray(), await ReadAsync(mine, 5));
        Assert.Equal("text"u8.ToArray(), await ReadAsync(theirs, 4));
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Clear_text_in_the_same_segment_as_close_notify_stays_in_the_socket(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync(null, Exact, Exact);
        await streams.SettleAsync();

        // The server does not wait for the client's close_notify, which then lies before the client's clear text.
        var (other, _) = await streams.Server.DetachAsync(TimeSpan.Zero);
        using var theirs = new NetworkStream(other, ownsSocket: true);
        await theirs.WriteAsync("clear"u8.ToArray());
        var (socket, answered) = await streams.Client.DetachAsync(Patience);
        using var mine = new NetworkStream(socket, ownsSocket: true);

        Assert.True(answered);
        Assert.Equal("clear"u8.ToArray(), await ReadAsync(mine, 5));
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl)]
    [InlineData(TlsBackend.Platform)]
    public async Task Close_notify_that_is_never_answered_is_not_waited_for_longer_than_asked(TlsBackend backend)
    {
        using var pair = Create(backend, TlsBackend.OpenSsl, TlsVersion.Tls13);
        await using var streams = await pair.ConnectAsync(null, Exact, Exact);
        await streams.SettleAsync();

        var (socket, answered) = await streams.Client.DetachAsync(TimeSpan.FromMilliseconds(100));

        Assert.False(answered);
        Assert.True(socket.Connected);
        socket.Dispose();
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl)]
    [InlineData(TlsBackend.Platform)]
    public async Task End_of_the_connection_instead_of_close_notify_is_truncation(TlsBackend backend)
    {
        using var pair = Create(backend, TlsBackend.OpenSsl, TlsVersion.Tls13);
        await using var streams = await pair.ConnectAsync(null, Exact, Exact);
        await streams.SettleAsync();
        streams.Server.Socket.Shutdown(SocketShutdown.Send);

        var error = await Assert.ThrowsAsync<TlsException>(() => streams.Client.DetachAsync(Patience).AsTask());

        Assert.Equal(TlsFailure.Truncated, error.Failure);
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl)]
    [InlineData(TlsBackend.Platform)]
    public async Task Data_where_the_end_is_due_is_refused(TlsBackend backend)
    {
        using var pair = Create(backend, TlsBackend.OpenSsl, TlsVersion.Tls13);
        await using var streams = await pair.ConnectAsync(null, Exact, Exact);
        await streams.SettleAsync();
        await streams.Server.WriteAsync("more"u8.ToArray());
        await streams.Server.FlushAsync(default);

        var error = await Assert.ThrowsAsync<TlsException>(() => streams.Client.DetachAsync(Patience).AsTask());

        Assert.Equal(TlsFailure.BadRecord, error.Failure);
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl)]
    [InlineData(TlsBackend.Platform)]
    public async Task Stream_that_reads_ahead_is_not_detached(TlsBackend backend)
    {
        using var pair = Create(backend, TlsBackend.OpenSsl, TlsVersion.Tls13);
        await using var streams = await pair.ConnectAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => streams.Client.DetachAsync(Patience).AsTask());
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private TlsPair Create(TlsBackend client, TlsBackend server, TlsVersion version) => TlsPair.Create(
        _ca,
        client,
        server,
        options => options with { MinVersion = version, MaxVersion = version },
        options => options with { MinVersion = version, MaxVersion = version });
}
