using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Tls.Tests;

[Trait("Fault", "F24")]
public sealed class TransferTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Every_size_arrives_whole_in_both_directions(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        foreach (var size in new[] { 0, 1, 16383, 16384, 16385, 65535, 65536, 65537, 3_000_001 })
        {
            var content = RandomNumberGenerator.GetBytes(size);
            await using var up = await pair.ConnectAsync();
            Assert.Equal(Convert.ToHexString(SHA256.HashData(content)), await TransferAsync(up.Client, up.Server, content));
            await using var down = await pair.ConnectAsync();
            Assert.Equal(Convert.ToHexString(SHA256.HashData(content)), await TransferAsync(down.Server, down.Client, content));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task An_upload_to_a_slow_reader_arrives_to_the_last_byte(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        var content = RandomNumberGenerator.GetBytes(600_000);

        // Nothing is read at the client, so whatever the server sent after the handshake waits there at the close.
        var sending = SendAsync(streams.Client, content);
        using var received = new MemoryStream();
        var piece = new byte[16_000];
        int count;
        while ((count = await streams.Server.ReadAsync(piece)) > 0)
        {
            received.Write(piece, 0, count);
            await Task.Delay(1);
        }

        Assert.True(streams.Server.Info.CloseNotifyReceived);
        Assert.True(content.AsSpan().SequenceEqual(received.ToArray()));
        Assert.True(await streams.Server.ShutdownAsync(Patience));
        Assert.True(await sending);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Both_directions_work_at_the_same_time(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync();
        var content = RandomNumberGenerator.GetBytes(2_000_000);

        var up = WriteAsync(streams.Client, content);
        var down = WriteAsync(streams.Server, content);
        var atServer = new byte[content.Length];
        var atClient = new byte[content.Length];
        await Task.WhenAll(
            up, down, streams.Server.ReadExactlyAsync(atServer).AsTask(), streams.Client.ReadExactlyAsync(atClient).AsTask());

        Assert.True(content.AsSpan().SequenceEqual(atServer));
        Assert.True(content.AsSpan().SequenceEqual(atClient));
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task Small_writes_travel_together_when_flushed(TlsBackend client, TlsBackend server)
    {
        using var pair = TlsPair.Create(_ca, client, server);
        await using var streams = await pair.ConnectAsync();
        for (var i = 0; i < 10; i++) await streams.Client.WriteAsync(new byte[10]);
        var received = new byte[1000];
        var reading = streams.Server.ReadAsync(received).AsTask();
        Assert.NotSame(reading, await Task.WhenAny(reading, Task.Delay(50)));

        await streams.Client.FlushAsync(default);

        Assert.Equal(100, await reading);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_read_ahead_of_nothing_takes_one_record_at_a_time(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version);
        await using var streams = await pair.ConnectAsync(serverOptions: new TlsStreamOptions { ReadAhead = 0 });
        await streams.SettleAsync();
        await WriteAsync(streams.Client, new byte[10]);
        await streams.Client.Socket.SendAsync("clear text"u8.ToArray());

        Assert.Equal(10, await streams.Server.ReadAsync(new byte[10]));

        var rest = new byte[100];
        var count = await streams.Server.Socket.ReceiveAsync(rest);
        Assert.Equal("clear text", System.Text.Encoding.ASCII.GetString(rest, 0, count));
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Cancelling_a_read_leaves_promptly(TlsBackend backend)
    {
        using var pair = TlsPair.Create(_ca, backend, backend);
        await using var streams = await pair.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var reading = streams.Client.ReadAsync(new byte[1], cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    public void Dispose() => _ca.Dispose();

    private static async Task<string> TransferAsync(TlsStream from, TlsStream to, byte[] content)
    {
        var sending = SendAsync(from, content);
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(to));
        Assert.True(to.Info.CloseNotifyReceived);
        Assert.True(await to.ShutdownAsync(Patience));
        Assert.True(await sending);
        return hash;
    }

    private static async Task<bool> SendAsync(TlsStream stream, byte[] content)
    {
        await stream.WriteAsync(content);
        return await stream.ShutdownAsync(Patience);
    }

    private static async Task WriteAsync(TlsStream stream, byte[] content)
    {
        await stream.WriteAsync(content);
        await stream.FlushAsync(default);
    }

    private TlsPair Create(TlsBackend client, TlsBackend server, TlsVersion version) => TlsPair.Create(
        _ca,
        client,
        server,
        o => o with { MinVersion = version, MaxVersion = version },
        o => o with { MinVersion = version, MaxVersion = version });
}
