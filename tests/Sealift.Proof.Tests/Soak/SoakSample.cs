namespace Sealift.Proof.Tests.Soak;

/// <summary>What is held when nothing runs, after a round.</summary>
/// <param name="Time">Since the beginning.</param>
/// <param name="Client">This process, which is all clients and the proxies.</param>
/// <param name="HeapMB">Its managed objects that are alive.</param>
/// <param name="Timers">Its timers that are set: who waits for something has one.</param>
/// <param name="Server">"sealift serve".</param>
/// <param name="ServerProcess">Its number, another one after it was killed.</param>
internal sealed record SoakSample(TimeSpan Time, ProcessLook Client, double HeapMB, long Timers, ProcessLook Server, int ServerProcess)
{
    public static SoakSample Take(TimeSpan time, int server)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
        return new SoakSample(time, ProcessLook.Of(Environment.ProcessId), heap, Timer.ActiveCount, ProcessLook.Of(server), server);
    }
}
