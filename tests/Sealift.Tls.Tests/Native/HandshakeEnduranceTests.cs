using Sealift.TestKit;

namespace Sealift.Tls.Tests.Native;

/// <summary>Ten thousand handshakes in one process, most of them resumed as those of data connections are.</summary>
[Collection(nameof(AloneCollection))]
public sealed class HandshakeEnduranceTests
{
    private const int DataConnections = 19;
    private const int WarmUp = 10;
    private const int AtOnce = 2;

    [Theory]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls13, 250)]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls12, 250)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls13, 15)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls12, 15)]
    public async Task Handshakes_by_the_thousand_leave_no_descriptor_and_no_native_memory(TlsBackend backend, TlsVersion version, int controlConnections)
    {
        if (backend == TlsBackend.OpenSsl) Backends.RequireOpenSsl();
        using var ca = new TestCertificates();
        using var pair = TlsPair.Create(
            ca, backend, backend, options => options with { MinVersion = version, MaxVersion = version }, options => options with { MinVersion = version, MaxVersion = version });
        await ConnectAsync(pair, WarmUp);

        await HeldLook.AssertFlatAsync(async () => Assert.Equal(controlConnections * (1 + DataConnections), await ConnectAsync(pair, controlConnections)));
    }

    private static async Task<int> ConnectAsync(TlsPair pair, int controlConnections)
    {
        var handshakes = 0;
        await Parallel.ForAsync(0, controlConnections, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
        {
            await using var control = await OpenAsync(pair, control: null);
            Interlocked.Increment(ref handshakes);
            for (var i = 0; i < DataConnections; i++)
            {
                await using var data = await OpenAsync(pair, control);
                Assert.True(data.Client.Info.Resumed);
                Interlocked.Increment(ref handshakes);

                // In order, by the client alone, by the server alone.
                if (i % 3 == 0) Assert.Equal((true, true), await data.ShutdownAsync());
                else await (i % 3 == 1 ? data.Client : data.Server).DisposeAsync();
            }

            // The sessions are the control connection's, and end with it.
            control.Client.Session.Dispose();
            control.Server.Session.Dispose();
        });
        return handshakes;
    }

    private static async Task<StreamPair> OpenAsync(TlsPair pair, StreamPair? control)
    {
        var (one, other) = LocalPair.Create();
        var accepting = pair.Server.AcceptAsync(other, control?.Server.Session).AsTask();
        var connecting = pair.Client.ConnectAsync(one, control?.Client.Session).AsTask();
        await Task.WhenAll(accepting, connecting);
        var streams = new StreamPair(await connecting, await accepting);
        await streams.SettleAsync();
        return streams;
    }
}
