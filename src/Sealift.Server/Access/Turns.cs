using System.Net;

namespace Sealift.Server.Access;

/// <summary>One thing at a time for each address; those of other addresses do not wait for it.</summary>
internal sealed class Turns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Queue<TaskCompletionSource>> _taken = [];

    /// <summary>Waits for the turn; <see cref="End"/> passes it on.</summary>
    public async ValueTask BeginAsync(IPAddress address, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_taken.TryAdd(address, [])) return;
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _taken[address].Enqueue(turn);
        }

        var registration = cancellationToken.UnsafeRegister(static turn => ((TaskCompletionSource)turn!).TrySetCanceled(), turn);
        await using (registration.ConfigureAwait(false)) await turn.Task.ConfigureAwait(false);
    }

    public void End(IPAddress address)
    {
        lock (_lock)
        {
            while (_taken[address].TryDequeue(out var next))
                if (next.TrySetResult()) return; // one that gave up is passed over
            _taken.Remove(address);
        }
    }
}
