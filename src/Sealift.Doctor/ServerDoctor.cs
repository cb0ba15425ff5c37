using System.Globalization;
using System.Runtime.CompilerServices;
using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor;

/// <summary>Examines one server, once.</summary>
public sealed class ServerDoctor
{
    // A check that hangs although its time is over is left behind after this.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly DoctorOptions _options;
    private readonly IReadOnlyList<DoctorCheck> _checks;
    private bool _hasBegun;

    /// <summary>Makes the doctor; nothing is sent yet.</summary>
    /// <param name="options">What to examine, and how far.</param>
    /// <exception cref="ArgumentException">An id of <see cref="DoctorOptions.Only"/> is of no check.</exception>
    public ServerDoctor(DoctorOptions options)
        : this(options, DoctorCheck.All)
    {
    }

    internal ServerDoctor(DoctorOptions options, IReadOnlyList<DoctorCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Only.FirstOrDefault(id => DoctorCheck.Find(id) is null) is { } unknown)
            throw new ArgumentException($"There is no check {TerminalText.Escape(unknown)}.", nameof(options));
        _options = options;
        _checks = checks;
    }

    /// <summary>Everything that was found, after the last finding; null before.</summary>
    public DoctorReport? Report { get; private set; }

    private TimeProvider Time => _options.Client.TimeProvider;

    /// <summary>
    /// Makes the checks one after the other and gives each finding as it comes. A check that fails, or whose time runs out, is a finding
    /// that cannot tell; the others go on. Then <see cref="Report"/> has all of them.
    /// </summary>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_hasBegun) throw new InvalidOperationException("A doctor examines once.");
        _hasBegun = true;
        var began = (Wall: Time.GetUtcNow(), Stamp: Time.GetTimestamp());
        var examination = new Examination(_options);
        var findings = new List<Finding>();
        foreach (var check in _checks)
        {
            if (!IsWanted(check)) continue;
            _options.OnCheck?.Invoke(check);
            var left = _options.TotalLimit - Time.GetElapsedTime(began.Stamp);
            var finding = FindObstacle(check) is { } obstacle ? check.LeftOut(obstacle)
                : left <= TimeSpan.Zero ? check.Failed("The time for the whole examination was over.")
                : await RunAsync(check, examination, left < _options.CheckLimit ? left : _options.CheckLimit, cancellationToken).ConfigureAwait(false);
            findings.Add(finding);
            yield return finding;
        }

        var target = examination.Target.Known;
        Report = new DoctorReport
        {
            Host = _options.Client.Host,
            AskedPort = _options.Client.EffectivePort,
            Port = target?.Port,
            Mode = target?.Mode,
            Family = examination.Family?.Family,
            FamilyEvidence = examination.Family is { } family ? examination.Secrets.Hide(TerminalText.Escape(family.Evidence)) : null,
            Began = began.Wall,
            Elapsed = Time.GetElapsedTime(began.Stamp),
            Findings = findings,
            Learnt = await LearnAsync(examination, target).ConfigureAwait(false),
        };
    }

    private static async Task<FtpHostFacts> LearnAsync(Examination examination, Target? target)
    {
        if (target is null) return FtpHostFacts.None;
        var learnt = examination.Learnt.Or(examination.Base.Hosts.Recall(await examination.SessionOptionsAsync(CancellationToken.None).ConfigureAwait(false)));
        return target is { IsImplicit: true, Handshake: FtpImplicitHandshake.AfterGreeting } ? learnt with { ImplicitHandshake = target.Handshake } : learnt;
    }

    private bool IsWanted(DoctorCheck check) =>
        _options.Only.Count == 0 || _options.Only.Contains(check.Id, StringComparer.OrdinalIgnoreCase);

    private string? FindObstacle(DoctorCheck check) => check.Needs switch
    {
        CheckNeeds.Login or CheckNeeds.Writing when !_options.LogsIn => "It takes a login, and no user was named (--user).",
        CheckNeeds.Writing when !_options.MayWrite => "It would write to the server (--allow-write).",
        _ => null,
    };

    private async Task<Finding> RunAsync(DoctorCheck check, Examination examination, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = Time.GetTimestamp();
        using var deadline = new Deadline(limit, Time, cancellationToken);
        Finding finding;
        try
        {
            var running = check.RunAsync(examination, deadline.Token);
            finding = await running.WaitAsync(limit + Grace, Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            finding = check.Failed(e is OperationCanceledException or TimeoutException
                ? $"It was not done within {Evidence.Time(limit)}."
                : Reason.Of(e));
        }

        return finding with
        {
            Summary = examination.Secrets.Hide(finding.Summary),
            Evidence = [.. finding.Evidence.Select(examination.Secrets.Hide)],
            Elapsed = Time.GetElapsedTime(began),
            Meanwhile = Address(finding.Meanwhile) is { } meanwhile ? examination.Secrets.Hide(meanwhile) : null,
        };
    }

    // What is known for all servers says HOST and PORT; for this one it can be copied as it stands.
    private string? Address(string? meanwhile)
    {
        var host = TerminalText.Escape(_options.Client.Host);
        if (host.Contains(':', StringComparison.Ordinal)) host = $"[{host}]";
        return meanwhile?
            .Replace("://HOST:PORT", string.Create(CultureInfo.InvariantCulture, $"://{host}:{_options.Client.EffectivePort}"), StringComparison.Ordinal)
            .Replace("://HOST", $"://{host}", StringComparison.Ordinal);
    }
}
