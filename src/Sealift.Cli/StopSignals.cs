using System.Runtime.InteropServices;

namespace Sealift.Cli;

/// <summary>Ctrl-C, SIGTERM and SIGHUP: the first asks the command to stop and clean up, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _now = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Cancelled by the second signal, where <see cref="HasSecond"/> says so; the third one ends the process then.</summary>
    public CancellationToken Now => _now.Token;

    /// <summary>Whether the command does something of its own about a second signal.</summary>
    public bool HasSecond { get; set; }

    /// <summary>What SIGHUP means, where it does not mean to stop; null (the default) where it does.</summary>
    public Action? HungUp { get; set; }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
        _now.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGHUP && HungUp is { } hungUp)
        {
            context.Cancel = true;
            hungUp();
            return;
        }

        var again = _stop.IsCancellationRequested;
        if (again && (!HasSecond || _now.IsCancellationRequested)) return;
        context.Cancel = true;
        (again ? _now : _stop).Cancel();
    }
}
