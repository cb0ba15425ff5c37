using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sealift.TestKit.Faults;

namespace Sealift.Proof.Tests.Kit;

/// <summary>The proxy does what it says, seen from both ends.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly byte[] Sent = [.. Enumerable.Range(0, 200).Select(static value => (byte)value)];

    private TcpListener _server = null!;
    private FaultProxy _proxy = null!;
    private Socket _client = null!;
    private Socket _peer = null!;

    public ValueTask InitializeAsync()
    {
        _server = new TcpListener(IPAddress.Loopback, 0);
        _server.Start();
        var address = RandomNumberGenerator.GetBytes(3);
        _proxy = FaultProxy.Start([Port], [], new IPAddress([127, 60, address[0], (byte)(1 + (address[1] % 250))]));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _peer.Dispose();
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_fault_everything_comes_through_in_both_directions()
    {
        await ConnectAsync(null);

        await SendAsync(_client);
        _client.Shutdown(SocketShutdown.Send);
        Assert.Equal(Sent, await ReadToEndAsync(_peer));
        await SendAsync(_peer);
        _peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(Sent, await ReadToEndAsync(_client));
        Assert.Equal((200, 200), (_proxy.Connections[0].BytesToServer, _proxy.Connections[0].BytesToClient));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(200)]
    public async Task A_cut_ends_both_directions_after_so_many_bytes(int at)
    {
        await ConnectAsync(new WireFault(WireFaultKind.Cut, WireDirection.ToServer, at));

        await SendAsync(_client);

        Assert.Equal(Sent[..at], await ReadToEndAsync(_peer));
        Assert.Empty(await ReadToEndAsync(_client));
    }

    [Fact]
    public async Task A_reset_is_one_for_both()
    {
        await ConnectAsync(new WireFault(WireFaultKind.Reset, WireDirection.ToServer, 10));

        await SendAsync(_client);

        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(_peer));
        await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(_client));
    }

    [Fact]
    public async Task A_stall_holds_one_direction_and_no_other()
    {
        await ConnectAsync(new WireFault(WireFaultKind.Stall, WireDirection.ToServer, 10));

        await SendAsync(_client);
        Assert.Equal(Sent[..10], await ReadAsync(_peer, 10));
        await _proxy.Connections[0].Struck;
        await SendAsync(_peer);

        Assert.Equal(Sent, await ReadAsync(_client, 200));
        Assert.Equal(0, _peer.Available);
    }

    [Fact]
    public async Task A_black_hole_swallows_both_directions_and_their_ends()
    {
        await ConnectAsync(new WireFault(WireFaultKind.BlackHole, WireDirection.ToServer, 10));

        await SendAsync(_client);
        Assert.Equal(Sent[..10], await ReadAsync(_peer, 10));
        await _proxy.Connections[0].Struck;
        await SendAsync(_peer);
        _peer.Shutdown(SocketShutdown.Send);
        var hearing = ReadToEndAsync(_client);
        await _proxy.EndAllAsync();

        await Assert.ThrowsAsync<SocketException>(() => hearing); // what it heard at last is the end of the test, and nothing before
        Assert.Equal(0, _peer.Available);
    }

    [Fact]
    public async Task A_half_close_ends_one_direction_and_the_other_goes_on()
    {
        await ConnectAsync(new WireFault(WireFaultKind.HalfClose, WireDirection.ToServer, 10));

        await SendAsync(_client);
        Assert.Equal(Sent[..10], await ReadToEndAsync(_peer));
        await SendAsync(_peer);

        Assert.Equal(Sent, await ReadAsync(_client, 200));
    }

    [Theory]
    [InlineData(WireFaultKind.Delay)]
    [InlineData(WireFaultKind.Shrink)]
    public async Task What_only_takes_its_time_loses_nothing(WireFaultKind kind)
    {
        await ConnectAsync(new WireFault(kind, WireDirection.ToServer, 10));

        await SendAsync(_client);
        _client.Shutdown(SocketShutdown.Send);

        Assert.Equal(Sent, await ReadToEndAsync(_peer));
        Assert.True(_proxy.Connections[0].Struck.IsCompleted);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(77, 7)]
    [InlineData(199, 3)]
    public async Task A_flipped_bit_is_the_only_difference(int at, int bit)
    {
        await ConnectAsync(new WireFault(WireFaultKind.FlipBit, WireDirection.ToServer, at) { Bit = bit });

        await SendAsync(_client);
        _client.Shutdown(SocketShutdown.Send);

        byte[] expected = [.. Sent];
        expected[at] ^= (byte)(1 << bit);
        Assert.Equal(expected, await ReadToEndAsync(_peer));
    }

    private static async Task SendAsync(Socket socket)
    {
        for (var sent = 0; sent < Sent.Length;) sent += await socket.SendAsync(Sent.AsMemory(sent), Cancellation);
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var buffer = new byte[count];
        for (var read = 0; read < count;)
        {
            var now = await socket.ReceiveAsync(buffer.AsMemory(read), Cancellation);
            Assert.NotEqual(0, now);
            read += now;
        }

        return buffer;
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1000];
        while (await socket.ReceiveAsync(buffer, Cancellation) is var count and > 0) all.Write(buffer, 0, count);
        return all.ToArray();
    }

    private async Task ConnectAsync(WireFault? fault)
    {
        _proxy.Plan = _ => fault;
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await _client.ConnectAsync(new IPEndPoint(_proxy.Address, Port), Cancellation);
        _peer = await _server.AcceptSocketAsync(Cancellation);
    }
}
