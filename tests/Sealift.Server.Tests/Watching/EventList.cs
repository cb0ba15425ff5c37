using Sealift.Server.Events;

namespace Sealift.Server.Tests.Watching;

/// <summary>Keeps every event of a server, and lets a test wait for one.</summary>
internal sealed class EventList
{
    private readonly Lock _lock = new();
    private readonly List<FtpServerEvent> _events = [];
    private readonly List<(Func<FtpServerEvent, bool> Wanted, TaskCompletionSource Came)> _waiting = [];

    public IReadOnlyList<FtpServerEvent> All
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    public IReadOnlyList<T> Of<T>() => [.. All.OfType<T>()];

    public void Add(FtpServerEvent happened)
    {
        lock (_lock)
        {
            _events.Add(happened);
            foreach (var (wanted, came) in _waiting)
            {
                if (wanted(happened)) came.TrySetResult();
            }
        }
    }

    /// <summary>Waits until there is, or was, such an event.</summary>
    public Task WaitAsync<T>()
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_events.OfType<T>().Any()) return Task.CompletedTask;
            _waiting.Add((happened => happened is T, came));
        }

        return came.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
