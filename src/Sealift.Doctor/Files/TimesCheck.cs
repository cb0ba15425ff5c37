using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether times can be asked for and set, and FEAT tells the truth about it.</summary>
internal sealed class TimesCheck() : DoctorCheck(
    "SL-FILE-54",
    "MDTM, MFMT",
    "Uploads a file, sets its time to 2001-02-03 04:05:06 with what the server has, and asks for it (MDTM, RFC 3659 section 3); then deletes it.",
    "Where times can be asked for and set, a copy keeps its time, and a comparison of two trees sees what is newer.")
{
    private static readonly DateTimeOffset Past = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static readonly Fault NoTimes = new()
    {
        Title = "The server does not tell times",
        Verdict = Verdict.Advice,
        Meaning = "There is no MDTM. Times come from listings alone, to the minute or the day, in a zone that nobody names.",
        Remedies = SettingRemedies.AllowCommand("MDTM"),
        Meanwhile = "Nothing has to be set.",
    };

    private static readonly Fault Untrue = new()
    {
        Title = "MFMT is listed and does not work",
        Verdict = Verdict.Advice,
        Meaning = "FEAT promises that times can be set, and the server refuses it, or sets another.",
        Remedies = SettingRemedies.AllowCommand("MFMT"),
        Meanwhile = "--no-times with put.",
    };

    private static readonly Fault Unset = new()
    {
        Title = "Times cannot be set",
        Verdict = Verdict.Advice,
        Meaning = "Each uploaded file has the time of its upload.",
        Remedies = SettingRemedies.AllowCommand("MFMT"),
        Meanwhile = "Nothing has to be set. Compare by size or checksum rather than by time.",
    };

    private static readonly Fault LocalTimes = new()
    {
        Title = "A time comes back shifted",
        Meaning = "The time that was set is told as another: the server takes or tells local time where UTC is meant. Comparisons see each file as changed.",
        Remedies = Remedies.For(
            vsftpd: "use_localtime=NO",
            proFtpd: "TimesGMT on (the default)",
            pureFtpd: "Update Pure-FTPd, to 1.0.50 or later.",
            fileZilla: "Update FileZilla Server.",
            iis: "FTP Directory Browsing changes listings only; install Windows' updates.",
            eft: "Update EFT.",
            sealift: "Update Sealift."),
        Meanwhile = "--no-times, and compare by size or checksum.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [NoTimes, Untrue, Unset, LocalTimes];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var file = await ScratchFile.CreateAsync(examination, FilePattern.Make(100), cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        var before = await file.Client.GetModifiedAsync(file.Path, cancellationToken).ConfigureAwait(false);
        var isSet = await file.Client.SetModifiedAsync(file.Path, Past, cancellationToken).ConfigureAwait(false);
        var after = await file.Client.GetModifiedAsync(file.Path, cancellationToken).ConfigureAwait(false);
        var features = file.Client.Features;
        string[] evidence =
        [
            $"FEAT lists MDTM: {YesNo(features.Mdtm)}, MFMT: {YesNo(features.Mfmt)}",
            $"MDTM after the upload: {Text(before)}",
            $"set to {Past:yyyyMMddHHmmss}: {(isSet ? "done" : "not possible")}",
            $"MDTM afterwards: {Text(after)}",
        ];
        if (before is null) return Found(NoTimes, "MDTM is refused.", evidence);
        if (!isSet) return features.Mfmt ? Found(Untrue, "FEAT lists MFMT, and setting a time is refused.", evidence) : Found(Unset, "No time can be set.", evidence);
        if (after?.ToUtc() is { } told && told == Past) return Good("Times are told, and can be set.", evidence);
        return after?.ToUtc() is { } other && (other - Past).Duration() <= TimeSpan.FromHours(15)
            ? Found(LocalTimes, $"A time that was set is told {other - Past} off.", evidence)
            : Found(features.Mfmt ? Untrue : Unset, "The time that was set is not there afterwards.", evidence);
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Text(FtpTimestamp? time) => time?.Format() ?? "not told";
}
