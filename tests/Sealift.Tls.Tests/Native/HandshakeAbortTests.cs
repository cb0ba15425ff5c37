using Sealift.TestKit;

namespace Sealift.Tls.Tests.Native;

/// <summary>Handshakes that end at any byte of any flight, of either side, in three ways.</summary>
[Collection(nameof(AloneCollection))]
public sealed class HandshakeAbortTests : IDisposable
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private readonly TestCertificates _ca = new();

    public void Dispose() => _ca.Dispose();

    [Theory]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls13, 40)]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls12, 40)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls13, 6)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls12, 6)]
    public async Task A_handshake_may_end_at_any_byte_and_nothing_stays(TlsBackend backend, TlsVersion version, int places)
    {
        if (backend == TlsBackend.OpenSsl) Backends.RequireOpenSsl();
        using var pair = TlsPair.Create(
            _ca, backend, backend, options => options with { MinVersion = version, MaxVersion = version }, options => options with { MinVersion = version, MaxVersion = version });
        await using var control = await ConnectAsync(pair);
        await control.SettleAsync();
        var lengths = new[] { await MeasureAsync(pair, control: null), await MeasureAsync(pair, control) };
        await SweepAsync(pair, control, lengths, Math.Min(places, 4)); // warm

        // Two directions, with a session and without, three ways.
        await HeldLook.AssertFlatAsync(async () => Assert.Equal(places * 2 * 2 * 3, await SweepAsync(pair, control, lengths, places)));
        await using var last = await ConnectAsync(pair);
        await last.SettleAsync();
    }

    private static async Task<StreamPair> ConnectAsync(TlsPair pair)
    {
        var (one, other) = LocalPair.Create();
        var accepting = pair.Server.AcceptAsync(other).AsTask();
        return new StreamPair(await pair.Client.ConnectAsync(one), await accepting);
    }

    // The bytes of a whole handshake in each direction.
    private static async Task<(int FromClient, int FromServer)> MeasureAsync(TlsPair pair, StreamPair? control)
    {
        await using var relay = Relay.Start();
        var accepting = pair.Server.AcceptAsync(relay.Server, control?.Server.Session).AsTask();
        await using var streams = new StreamPair(await pair.Client.ConnectAsync(relay.Client, control?.Client.Session), await accepting);
        await streams.SettleAsync();
        return (relay.FromClient.Length, relay.FromServer.Length);
    }

    private static async Task<int> SweepAsync(TlsPair pair, StreamPair control, (int FromClient, int FromServer)[] lengths, int places)
    {
        var cut = 0;
        for (var place = 0; place < places; place++)
        {
            foreach (var isResumed in (bool[])[false, true])
            {
                foreach (var isClientCut in (bool[])[false, true])
                {
                    var (fromClient, fromServer) = lengths[isResumed ? 1 : 0];
                    var at = (long)(isClientCut ? fromClient : fromServer) * place / places;
                    foreach (var way in Enum.GetValues<AbortWay>())
                    {
                        await AbortAsync(pair, isResumed ? control : null, isClientCut, at, way);
                        cut++;
                    }
                }
            }
        }

        return cut;
    }

    private static async Task AbortAsync(TlsPair pair, StreamPair? control, bool isClientCut, long at, AbortWay way)
    {
        await using var relay = Relay.Start(isClientCut, at);
        using var cancel = new CancellationTokenSource();
        var accepting = UseAsync(pair.Server.AcceptAsync(relay.Server, control?.Server.Session, null, cancel.Token), cancel.Token);
        var connecting = UseAsync(pair.Client.ConnectAsync(relay.Client, control?.Client.Session, null, cancel.Token), cancel.Token);
        await relay.Stopped.WaitAsync(HangGuard);
        switch (way)
        {
            case AbortWay.Cut:
                relay.Cut();
                break;
            case AbortWay.Cancel:
                await cancel.CancelAsync();
                break;
            case AbortWay.DisposeSockets:
                relay.Client.Dispose();
                relay.Server.Dispose();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(way));
        }

        await Task.WhenAll(accepting, connecting).WaitAsync(HangGuard);
    }

    // As a pair settles. One side may be through with the handshake before the other is, and then finds out when it reads.
    private static async Task UseAsync(ValueTask<TlsStream> handshake, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await handshake;
            await stream.WriteAsync(new byte[1], cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await stream.ReadExactlyAsync(new byte[1], cancellationToken);
            Assert.Equal(0, await stream.ReadAsync(new byte[1], cancellationToken));
        }
        catch (Exception e) when (e is TlsException or OperationCanceledException or ObjectDisposedException)
        {
            return; // each of these says what happened
        }
    }

    private enum AbortWay
    {
        Cut,
        Cancel,
        DisposeSockets,
    }
}
