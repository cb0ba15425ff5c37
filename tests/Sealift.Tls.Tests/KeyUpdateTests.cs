using Sealift.TestKit;
using Sealift.Tls.Tests.Native;

namespace Sealift.Tls.Tests;

/// <summary>RFC 8446 section 4.6.3: a peer may ask for new keys at any time, and has to be answered.</summary>
[Trait("Threat", "T13")]
public sealed class KeyUpdateTests : IDisposable
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task New_keys_go_unnoticed_by_those_who_read_and_write(TlsBackend client)
    {
        using var pair = Create(client);
        await using var streams = await pair.ConnectAsync();

        for (var round = 0; round < 5; round++)
        {
            RogueServer.AskForNewKeys(streams.Server);
            await streams.SettleAsync();
        }

        Assert.Equal((true, true), await streams.ShutdownAsync());
    }

    [Fact]
    [Trait("Peer", "hostile")]
    public async Task A_peer_that_asks_for_keys_without_end_and_reads_no_answer_is_left()
    {
        using var pair = Create(TlsBackend.OpenSsl);
        var (one, other) = LocalPair.Create();
        var accepting = pair.Server.AcceptAsync(other).AsTask();
        await using var streams = new StreamPair(await pair.Client.ConnectAsync(one), await accepting);
        using var over = new CancellationTokenSource();
        var flooding = Task.Run(() => FloodAsync(streams.Server, over.Token));

        var failure = await Assert.ThrowsAsync<TlsException>(() => streams.Client.CopyToAsync(Stream.Null, over.Token).WaitAsync(HangGuard));

        Assert.Equal(TlsFailure.BadRecord, failure.Failure);
        Assert.Contains("keeps asking", failure.Message, StringComparison.Ordinal);
        Assert.Same(failure, await Assert.ThrowsAsync<TlsException>(() => streams.Client.ReadAsync(new byte[1]).AsTask()));
        await over.CancelAsync();
        streams.Client.Dispose();
        await flooding.WaitAsync(HangGuard);
    }

    public void Dispose() => _ca.Dispose();

    private static async Task FloodAsync(TlsStream server, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                RogueServer.AskForNewKeys(server);
                await server.WriteAsync(new byte[1], cancellationToken);
                await server.FlushAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is TlsException or OperationCanceledException)
        {
            return; // the client has left
        }
    }

    private TlsPair Create(TlsBackend client)
    {
        Backends.RequireOpenSsl();
        return TlsPair.Create(_ca, client, TlsBackend.OpenSsl, o => o with { MinVersion = TlsVersion.Tls13 }, o => o with { MinVersion = TlsVersion.Tls13 });
    }
}
