using Sealift.Client;
using Sealift.Core;

namespace Sealift.Doctor;

/// <summary>All findings about one server.</summary>
public sealed record DoctorReport
{
    /// <summary>The host as it was typed.</summary>
    public required string Host { get; init; }

    /// <summary>The port that was asked for.</summary>
    public required int AskedPort { get; init; }

    /// <summary>The port that was examined; null where nothing answered.</summary>
    public int? Port { get; init; }

    /// <summary>How TLS begins there; null where that was not found out.</summary>
    public FtpTlsMode? Mode { get; init; }

    /// <summary>The family of the server (<see cref="ServerFamily"/>, or the id of another profile); null where it is not known.</summary>
    public string? Family { get; init; }

    /// <summary>What the family was recognised by; null where it is not known.</summary>
    public string? FamilyEvidence { get; init; }

    /// <summary>When the examination began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What each check found, in their order.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What later sessions can go by.</summary>
    public FtpHostFacts Learnt { get; init; } = FtpHostFacts.None;

    /// <summary>Whether a server was reached that speaks FTP.</summary>
    public bool IsReached => Port is not null;

    /// <summary>The worst of the findings; <see cref="Doctor.Verdict.CannotTell"/> where no check could tell anything.</summary>
    public Verdict Verdict =>
        Findings.Any(finding => finding.Verdict == Verdict.Problem) ? Verdict.Problem
        : Findings.Any(finding => finding.Verdict == Verdict.Advice) ? Verdict.Advice
        : Findings.Any(finding => finding.Verdict == Verdict.Good) ? Verdict.Good
        : Verdict.CannotTell;

    /// <summary>The findings of one verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public IEnumerable<Finding> With(Verdict verdict) => Findings.Where(finding => finding.Verdict == verdict);
}
