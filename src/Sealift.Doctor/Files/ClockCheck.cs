using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether the server's clock is right.</summary>
internal sealed class ClockCheck() : DoctorCheck(
    "SL-FILE-55",
    "The server's clock",
    "Uploads a file and compares its time (MDTM, else the listing's, in UTC) with this machine's clock; then deletes it.",
    "Where clocks differ, \"newer\" means nothing: synchronisation copies the wrong way round, or not at all.")
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestZone = TimeSpan.FromHours(15);

    private static IReadOnlyList<Remedy> Synchronise { get; } = Remedies.For(
        vsftpd: "timedatectl set-ntp true",
        proFtpd: "timedatectl set-ntp true",
        pureFtpd: "timedatectl set-ntp true",
        fileZilla: "Settings > Time > Sync now.",
        iis: "w32tm /resync",
        eft: "w32tm /resync",
        sealift: "timedatectl set-ntp true");

    private static readonly Fault Off = new()
    {
        Title = "The server's clock is off",
        Verdict = Verdict.Advice,
        Meaning = "A file that was uploaded just now is older or newer than that. Either the server's clock or this machine's is wrong.",
        Remedies = Synchronise,
        Meanwhile = "Check this machine's clock first (timedatectl). Compare by size or checksum rather than by time.",
    };

    private static readonly Fault Local = new()
    {
        Title = "The server tells local time for UTC",
        Meaning = "MDTM is UTC (RFC 3659 section 2.3), and the server's answer is off by a zone's offset. Each file seems changed, and twice a year all of them change again.",
        Remedies = Remedies.For(
            vsftpd: "use_localtime=NO",
            proFtpd: "TimesGMT on (the default)",
            pureFtpd: "Update Pure-FTPd, to 1.0.50 or later.",
            fileZilla: "Update FileZilla Server.",
            iis: "Install Windows' updates.",
            eft: "Update EFT.",
            sealift: "Update Sealift."),
        Meanwhile = "Compare by size or checksum rather than by time.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Off, Local];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var began = examination.Time.GetUtcNow();
        var file = await ScratchFile.CreateAsync(examination, FilePattern.Make(100), cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        var ended = examination.Time.GetUtcNow();
        var told = (await file.Client.GetModifiedAsync(file.Path, cancellationToken).ConfigureAwait(false))?.ToUtc()
            ?? (await file.Client.FindAsync(file.Path, cancellationToken).ConfigureAwait(false))?.Modified?.ToUtc();
        if (told is not { } time) return CannotTell("The server tells no time in UTC.");
        string[] evidence = [$"uploaded between {began:HH:mm:ss} and {ended:HH:mm:ss} UTC, the server says {time:yyyy-MM-dd HH:mm:ss}"];
        var offset = time < began ? time - began : time > ended ? time - ended : TimeSpan.Zero;
        if (offset.Duration() <= Tolerance) return Good("The server's clock and this machine's agree.", evidence);
        var quarters = offset.TotalMinutes / 15;
        var isZone = offset.Duration() <= LongestZone && Math.Abs(quarters - Math.Round(quarters)) * 15 < 1;
        return isZone
            ? Found(Local, $"The server's time is off by {offset:hh\\:mm} hours, as a time zone is.", evidence)
            : Found(Off, $"The server's clock is off by {Evidence.Time(offset.Duration())}.", evidence);
    }
}
