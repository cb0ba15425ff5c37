using System.Globalization;
using Sealift.App.Live;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Doctor;

namespace Sealift.App.Doctor;

/// <summary>One examination, while it is made and after. It goes on when its window is closed.</summary>
internal sealed class DoctorRun : ILiveSource, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];
    private readonly CancellationTokenSource _stop = new();

    public DoctorRun(int number, DoctorRequest request, DateTimeOffset began)
    {
        Number = number;
        Request = request;
        Began = began;
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>Its number, from 1.</summary>
    public int Number { get; }

    /// <summary>What was asked for.</summary>
    public DoctorRequest Request { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>Whether it goes on.</summary>
    public bool IsRunning { get; private set; } = true;

    /// <summary>The check that is being made; null before the first and after the last.</summary>
    public DoctorCheck? Check { get; private set; }

    /// <summary>How many checks there are.</summary>
    public static int Total => DoctorCheck.All.Count;

    /// <summary>The whole report; null until it is there.</summary>
    public DoctorReport? Report { get; private set; }

    /// <summary>Why there is no report; null where there is one, or will be.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The file that keeps what later connections go by; null where nothing is kept.</summary>
    public string? KeptIn { get; private set; }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            lock (_lock) return [.. _findings];
        }
    }

    /// <summary>Ends it; what was found stays.</summary>
    public void Cancel() => _stop.Cancel();

    /// <summary>Makes it.</summary>
    /// <param name="terminal">Where questions go.</param>
    /// <param name="prepare">What is examined, with passwords found or asked for.</param>
    public async Task RunAsync(Terminal terminal, Func<DoctorRequest, CancellationToken, Task<DoctorOptions>> prepare)
    {
        try
        {
            var options = await prepare(Request, _stop.Token) with { OnCheck = Begin };
            var doctor = new ServerDoctor(options);
            await foreach (var finding in doctor.ExamineAsync(_stop.Token)) Add(finding);
            Report = doctor.Report;
            if (Request.IsKept) KeptIn = await KnownServer.SaveAsync(terminal, doctor.Report!, isWhole: options.LogsIn, _stop.Token);
        }
        catch (Exception e)
        {
            Failure = e;
        }

        (IsRunning, Check) = (false, null);
        Changed?.Invoke();
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>The name of a file of the report.</summary>
    /// <param name="extension">Without a dot.</param>
    public string FileName(string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"doctor-{string.Concat((Report?.Host ?? "server").Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-'))}-{Began.UtcDateTime:yyyyMMdd-HHmm}.{extension}");

    private void Begin(DoctorCheck check)
    {
        Check = check;
        Changed?.Invoke();
    }

    private void Add(Finding finding)
    {
        lock (_lock) _findings.Add(finding);
        Changed?.Invoke();
    }
}
