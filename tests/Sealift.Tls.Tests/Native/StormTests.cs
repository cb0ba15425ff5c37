using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Tls.Tests.Native;

/// <summary>
/// Connections on which several threads read, write, end and dispose at once. Whatever comes first, nobody waits for ever, what arrives is what was
/// sent, and nothing stays.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class StormTests : IDisposable
{
    private const int AtOnce = 4;
    private const int WarmUp = 40;

    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private readonly TestCertificates _ca = new();

    public void Dispose() => _ca.Dispose();

    [Theory]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls13, 600)]
    [InlineData(TlsBackend.OpenSsl, TlsVersion.Tls12, 300)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls13, 80)]
    [InlineData(TlsBackend.Platform, TlsVersion.Tls12, 80)]
    public async Task Streams_may_be_closed_by_any_thread_at_any_time(TlsBackend backend, TlsVersion version, int storms)
    {
        if (backend == TlsBackend.OpenSsl) Backends.RequireOpenSsl();
        using var pair = TlsPair.Create(
            _ca, backend, backend, options => options with { MinVersion = version, MaxVersion = version }, options => options with { MinVersion = version, MaxVersion = version });
        await RageAsync(pair, WarmUp);

        await HeldLook.AssertFlatAsync(() => RageAsync(pair, storms));
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl, 150)]
    [InlineData(TlsBackend.Platform, 30)]
    public async Task Client_server_and_session_may_be_disposed_of_during_a_handshake(TlsBackend backend, int times)
    {
        if (backend == TlsBackend.OpenSsl) Backends.RequireOpenSsl();
        await DisposeInHandshakesAsync(backend, WarmUp / 4);

        await HeldLook.AssertFlatAsync(() => DisposeInHandshakesAsync(backend, times));
    }

    private static Task RageAsync(TlsPair pair, int storms) =>
        Parallel.ForAsync(0, storms, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await RageOnceAsync(pair, number));

    private static async Task RageOnceAsync(TlsPair pair, int number)
    {
        var (one, other) = LocalPair.Create();
        var accepting = pair.Server.AcceptAsync(other).AsTask();
        await using var streams = new StreamPair(await pair.Client.ConnectAsync(one), await accepting);
        using var over = new CancellationTokenSource();

        // A shutdown writes and reads by itself, so that in every second storm, where there may be one, the bytes of both say nothing.
        var mayShutDown = number % 2 == 0;
        var work = new[] { streams.Client, streams.Server }.SelectMany(stream => new[] { WriteAsync(stream, over.Token), ReadAsync(stream, !mayShutDown, over.Token) }).ToList();

        // Somewhere between the first byte and some hundred thousand.
        await SpinAsync(RandomNumberGenerator.GetInt32(200));
        var stream = number % 4 < 2 ? streams.Client : streams.Server;
        Func<Task>[] ends =
        [
            () => Task.Run(stream.Dispose),
            () => Task.Run(async () => await stream.DisposeAsync()),
            () => Task.Run(stream.Socket.Dispose),
            () => Task.Run(stream.Session.Dispose),
            () => Task.Run(stream.TrySendTicket),
            () => Task.Run(over.Cancel),
            () => Task.Run(async () => await stream.ShutdownAsync(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(20)))),
        ];
        var choices = ends.Length - (mayShutDown ? 0 : 1);
        work.AddRange(Enumerable.Range(0, 3).Select(_ => EndAsync(ends[RandomNumberGenerator.GetInt32(choices)])));
        await Task.WhenAll(work[^3..]).WaitAsync(HangGuard);

        // Whoever still works does so on a connection of which one side may live; the end of both ends it.
        await over.CancelAsync();
        streams.Client.Dispose();
        streams.Server.Dispose();
        await Task.WhenAll(work).WaitAsync(HangGuard);
        streams.Client.Session.Dispose();
        streams.Server.Session.Dispose();
    }

    private async Task DisposeInHandshakesAsync(TlsBackend backend, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var pair = TlsPair.Create(_ca, backend, backend);
            var (one, other) = LocalPair.Create();
            using var ends = new SocketPair(one, other);
            var handshakes = new[]
            {
                EndAsync(async () => await (await pair.Server.AcceptAsync(other)).DisposeAsync()),
                EndAsync(async () => await (await pair.Client.ConnectAsync(one)).DisposeAsync()),
            };
            await SpinAsync(RandomNumberGenerator.GetInt32(60));
            await Task.WhenAll([.. handshakes, Task.Run(pair.Client.Dispose), Task.Run(pair.Server.Dispose), i % 2 == 0 ? Task.Run(one.Dispose) : Task.CompletedTask]).WaitAsync(HangGuard);
        }
    }

    private static async Task SpinAsync(int turns)
    {
        for (var i = 0; i < turns; i++) await Task.Yield();
    }

    // The bytes count: whoever gets another one has been given a buffer of somebody else.
    private static Task WriteAsync(TlsStream stream, CancellationToken cancellationToken) => EndAsync(async () =>
    {
        await Task.Yield();
        for (byte next = 0; ;)
        {
            var bytes = new byte[1 + RandomNumberGenerator.GetInt32(40_000)];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = next++;
            await stream.WriteAsync(bytes, cancellationToken);
            if (RandomNumberGenerator.GetInt32(3) == 0) await stream.FlushAsync(cancellationToken);
        }
    });

    private static Task ReadAsync(TlsStream stream, bool isChecked, CancellationToken cancellationToken) => EndAsync(async () =>
    {
        await Task.Yield();
        var buffer = new byte[20_000];
        byte expected = 0;
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            for (var i = 0; i < count && isChecked; i++)
            {
                if (buffer[i] != expected++) Assert.Fail($"{buffer[i]} came where {(byte)(expected - 1)} was sent");
            }
        }
    });

    // Everything else than these, a wrong byte for one, fails the test.
    private static async Task EndAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is TlsException or InvalidOperationException or OperationCanceledException or NotSupportedException)
        {
            return; // disposed; or, on SslStream, a write during a shutdown or behind it
        }
    }
}
