using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Tls.Tests.Native;

/// <summary>A hundred thousand connections that end where they should not, at random bytes, on both sides of the library.</summary>
[Collection(nameof(AloneCollection))]
[Trait("Threat", "T40")]
public sealed class InterruptionTests : IDisposable
{
    private const int Interruptions = 100_000;
    private const int WarmUp = 3_000;
    private const int AtOnce = 4;
    private const int Batch = 1_000;

    // A machine that is too busy for all of them does as many as it can; SEALIFT_SWEEP=full does all, whatever it takes.
    private const int Fewest = 2_000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);

    private readonly TestCertificates _ca = new();

    public void Dispose() => _ca.Dispose();

    [Fact]
    public async Task T40_after_a_hundred_thousand_interruptions_everything_is_where_it_was_and_a_handshake_works()
    {
        Backends.RequireOpenSsl();
        using var pair = TlsPair.Create(_ca, TlsBackend.OpenSsl, TlsBackend.OpenSsl);
        var unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, _) => Interlocked.Increment(ref unobserved);
        ForgetWhatOthersLeft();
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            var (hello, flight) = await RecordAsync(pair);
            await InterruptAsync(pair, hello, flight, WarmUp, HangGuard);

            var isFull = string.Equals(Environment.GetEnvironmentVariable("SEALIFT_SWEEP"), "full", StringComparison.OrdinalIgnoreCase);
            await HeldLook.AssertFlatAsync(async () =>
            {
                var done = await InterruptAsync(pair, hello, flight, Interruptions, isFull ? TimeSpan.FromHours(1) : Enough);
                TestContext.Current.TestOutputHelper?.WriteLine($"{done} interruptions");
                Assert.InRange(done, isFull ? Interruptions : Fewest, Interruptions);
            });
            Assert.Equal(0, unobserved);
            await using var last = await ConnectAsync(pair);
            await last.SettleAsync();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }
    }

    // The event is the whole process's: tasks of tests that ran before may be collected only now.
    private static void ForgetWhatOthersLeft()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    // What each side says in a whole handshake.
    private static async Task<(byte[] Hello, byte[] Flight)> RecordAsync(TlsPair pair)
    {
        await using var relay = Relay.Start();
        var accepting = pair.Server.AcceptAsync(relay.Server).AsTask();
        await using var streams = new StreamPair(await pair.Client.ConnectAsync(relay.Client), await accepting);
        await streams.SettleAsync();
        return (relay.FromClient, relay.FromServer);
    }

    private static async Task<StreamPair> ConnectAsync(TlsPair pair, StreamPair? control = null)
    {
        var (one, other) = LocalPair.Create();
        var accepting = pair.Server.AcceptAsync(other, control?.Server.Session).AsTask();
        return new StreamPair(await pair.Client.ConnectAsync(one, control?.Client.Session), await accepting);
    }

    private static async Task<int> InterruptAsync(TlsPair pair, byte[] hello, byte[] flight, int count, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var done = 0;
        while (done < count && (done < Fewest || watch.Elapsed < time))
        {
            // The sessions that data connections resume.
            await using var control = await ConnectAsync(pair);
            await control.SettleAsync();
            await Parallel.ForAsync(0, Batch, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            {
                var isDamaged = number / 10 % 2 == 0;
                await ((number % 10) switch
                {
                    < 5 => MeetServerAsync(pair, hello, isDamaged),
                    < 8 => MeetClientAsync(pair, flight, isDamaged),
                    8 => BreakTransferAsync(pair, control),
                    _ => LeaveTransferAsync(pair, control),
                });
            });
            done += Batch;
            control.Client.Session.Dispose();
            control.Server.Session.Dispose();
        }

        return done;
    }

    // A client that says a part of its words, or one bit wrong, and goes.
    private static async Task MeetServerAsync(TlsPair pair, byte[] words, bool isDamaged)
    {
        var (ours, theirs) = LocalPair.Create();
        var accepting = pair.Server.AcceptAsync(theirs);
        await SayAndLeaveAsync(ours, words, isDamaged);
        await AssertFailsAsync(accepting);
    }

    private static async Task MeetClientAsync(TlsPair pair, byte[] words, bool isDamaged)
    {
        var (ours, theirs) = LocalPair.Create();
        var connecting = pair.Client.ConnectAsync(theirs);
        await SayAndLeaveAsync(ours, words, isDamaged);
        await AssertFailsAsync(connecting);
    }

    private static async Task SayAndLeaveAsync(Socket socket, byte[] words, bool isDamaged)
    {
        var said = words[..RandomNumberGenerator.GetInt32(words.Length + 1)];
        if (isDamaged && said.Length > 0) said[RandomNumberGenerator.GetInt32(said.Length)] ^= (byte)(1 << RandomNumberGenerator.GetInt32(8));
        try
        {
            await socket.SendAsync(said, SocketFlags.None);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return; // the other side has heard enough
        }
        finally
        {
            socket.Dispose();
        }
    }

    private static async Task AssertFailsAsync(ValueTask<TlsStream> handshake) =>
        await Assert.ThrowsAsync<TlsException>(async () =>
        {
            await using var stream = await handshake.AsTask().WaitAsync(HangGuard);

            // The server is through when it has the client's last words; then the connection ends where TLS does not.
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        });

    // The connection goes in the middle of an upload.
    private static async Task BreakTransferAsync(TlsPair pair, StreamPair control)
    {
        await using var data = await ConnectAsync(pair, control);
        await data.Client.WriteAsync(new byte[RandomNumberGenerator.GetInt32(1, 40_000)]);
        await data.Client.FlushAsync(default);
        data.Client.Socket.Dispose();
        await Assert.ThrowsAsync<TlsException>(async () =>
        {
            var buffer = new byte[8_000];
            while (await data.Server.ReadAsync(buffer) > 0)
            {
                // as far as it came
            }
        });
    }

    // One side disposes of the stream while the other one writes.
    private static async Task LeaveTransferAsync(TlsPair pair, StreamPair control)
    {
        await using var data = await ConnectAsync(pair, control);
        var writing = data.Server.WriteAsync(new byte[400_000]).AsTask();
        await data.Client.ReadExactlyAsync(new byte[RandomNumberGenerator.GetInt32(1, 30_000)]);
        await data.Client.DisposeAsync();
        await Assert.ThrowsAsync<TlsException>(async () =>
        {
            await writing.WaitAsync(HangGuard);
            while (true)
            {
                await data.Server.WriteAsync(new byte[16_384]);
                await data.Server.FlushAsync(default);
            }
        });
    }
}
