using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sealift.Server.Tests;

[Collection(nameof(AloneCollection))]
[Trait("Threat", "T40")]
[Trait("Peer", "hostile")]
public sealed class InterruptionTests
{
    private const int Interruptions = 10_000;
    private const int WarmUp = 1000;
    private const int AtOnce = 8;

    // Of twenty, fifteen leave before the login, which costs the most here, on both sides of one process.
    private static readonly int[] Kinds = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    private const long FileSize = 4 << 20;

    // What the runtime itself may come to hold meanwhile: sockets of its own, pooled buffers. If only one session in five left its objects
    // behind, it were 10 MB more.
    private const int MaxHandles = 20;
    private const double MaxGrowthMB = 8;

    [Fact]
    public async Task T40_after_ten_thousand_disconnects_and_aborts_handles_sessions_and_memory_are_where_they_were()
    {
        await using var server = await TestServer.StartAsync(options => options with { Logger = NullLogger.Instance }); // the log of a test keeps its lines
        server.Write("file", new byte[FileSize]);
        await InterruptAsync(server, WarmUp);
        var (handles, memory) = Look();

        await InterruptAsync(server, Interruptions);

        var (handlesAfter, memoryAfter) = Look();
        TestContext.Current.SendDiagnosticMessage($"handles {handles} -> {handlesAfter}, memory {memory:0.0} -> {memoryAfter:0.0} MB");
        Assert.InRange(handlesAfter, 0, handles + MaxHandles);
        Assert.InRange(memoryAfter, 0, memory + MaxGrowthMB);
        await using var client = await Conversation.LogInAsync(server);
        Assert.Equal(FileSize, (await client.DownloadAsync("RETR file")).Length);
        Assert.Equal(["file"], Directory.GetFiles(server.Root).Select(Path.GetFileName)); // no part of an upload is left
    }

    private static (int Handles, double Memory) Look()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (Directory.GetFiles("/proc/self/fd").Length, GC.GetTotalMemory(forceFullCollection: true) / 1e6);
    }

    private static async Task InterruptAsync(TestServer server, int count)
    {
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => await InterruptOnceAsync(server, i));
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.Server.SessionCount > 0) await Task.Delay(5, bound.Token);
    }

    // Each kind leaves at another place; where within it is spread over the bytes.
    private static async Task InterruptOnceAsync(TestServer server, int number)
    {
        var (kind, place) = (Kinds[number % Kinds.Length], (int)(number * 2_654_435_761L >> 8 & 0xFFFF));
        if (kind <= 4)
        {
            await LeaveEarlyAsync(server, kind, place);
            return;
        }

        await using var client = await Conversation.LogInAsync(server);
        if (kind == 5) return;
        using var socket = await client.OpenDataAsync();
        if (kind == 6) return;
        await client.ExpectAsync(150, kind == 7 ? "STOR new" : "RETR file");
        await using var data = await client.SecureDataAsync(socket);
        if (kind == 7)
        {
            await data.WriteAsync(new byte[place * 4], TestContext.Current.CancellationToken);
            await data.FlushAsync(TestContext.Current.CancellationToken);
            socket.LingerState = new LingerOption(enable: true, 0); // a reset, no end
            return;
        }

        await data.ReadExactlyAsync(new byte[1 + place], TestContext.Current.CancellationToken);
        if (kind == 8) return;
        await client.SendAsync("ABOR\r\n");
        await data.DisposeAsync();
        var reply = await client.ReadAsync();
        Assert.Contains(reply.Code, (int[])[226, 426]);
        await client.ExpectAsync(226);
        await client.ExpectAsync(200, "NOOP");
    }

    private static async Task LeaveEarlyAsync(TestServer server, int kind, int place)
    {
        await using var client = await Conversation.ConnectAsync(kind < 3 ? server.Explicit : server.Implicit);
        switch (kind)
        {
            case 0:
                return;
            case 1:
                await client.ExpectAsync(220);
                await client.SendAsync("AUTH TLS, but never to its end"[..(1 + (place % 30))]);
                return;
            case 2:
                await client.ExpectAsync(220);
                await client.ExpectAsync(234, "AUTH TLS");
                return;
            case 3:
                await client.SendAsync(new string('\u0016', 1 + (place % 100)));
                return;
            default:
                await client.SecureAsync();
                await client.ExpectAsync(220);
                return;
        }
    }
}
