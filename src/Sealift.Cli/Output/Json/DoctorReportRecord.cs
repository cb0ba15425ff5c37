using Sealift.Core;
using Sealift.Doctor;

namespace Sealift.Cli.Output.Json;

/// <summary>The end of what "doctor" writes: what all findings came to. The fields are documented in docs/cli.md.</summary>
internal sealed record DoctorReportRecord
{
    public string Kind { get; init; } = "report";

    public required string Host { get; init; }

    public required int? Port { get; init; }

    public required string? Mode { get; init; }

    public required string Verdict { get; init; }

    public required string? Family { get; init; }

    public required string? FamilyEvidence { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required double Seconds { get; init; }

    public required int Problems { get; init; }

    public required int Advice { get; init; }

    public required int Good { get; init; }

    public required int Unknown { get; init; }

    public required int LeftOut { get; init; }

    public static DoctorReportRecord Of(DoctorReport report) => new()
    {
        Host = report.Host,
        Port = report.Port,
        Mode = report.Mode is null ? null : report.Mode == FtpTlsMode.Implicit ? "implicit" : "explicit",
        Verdict = FindingRecord.Word(report.Verdict),
        Family = report.Family,
        FamilyEvidence = report.FamilyEvidence,
        Began = report.Began,
        Seconds = Math.Round(report.Elapsed.TotalSeconds, 3),
        Problems = report.With(Doctor.Verdict.Problem).Count(),
        Advice = report.With(Doctor.Verdict.Advice).Count(),
        Good = report.With(Doctor.Verdict.Good).Count(),
        Unknown = report.With(Doctor.Verdict.CannotTell).Count(finding => !finding.IsLeftOut),
        LeftOut = report.Findings.Count(finding => finding.IsLeftOut),
    };
}
