using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether a file comes back as it was sent.</summary>
internal sealed class TransferCheck() : DoctorCheck(
    "SL-FILE-51",
    "Upload and download",
    "Uploads 64 KiB with every byte and every kind of line end in it, downloads them and compares; then deletes the file.",
    "Some servers and devices between turn line ends round although binary transfer (TYPE I) was asked for; programs and archives are broken then.")
{
    private const int Size = 64 * 1024;

    private static readonly Fault Changed = new()
    {
        Title = "A file comes back changed",
        Meaning = "Bytes are added, lost or turned round on the way through the server. No archive, picture or program survives that.",
        Remedies = Remedies.For(
            vsftpd: "ascii_upload_enable=NO and ascii_download_enable=NO (the defaults); then look at the disk.",
            proFtpd: "Take the modules away that convert text; then look at the disk.",
            pureFtpd: "Look at the disk, and at what pure-uploadscript does.",
            fileZilla: "Look at the disk.",
            iis: "Look at virus scanners and at the disk.",
            eft: "Look at event rules that change files (OpenPGP, conversions).",
            sealift: "Look at the disk."),
        Meanwhile = "--verify compares checksums where the server computes them, --read-back reads the file a second time.",
    };

    private static readonly Fault Refused = new()
    {
        Title = "The account may not upload here",
        Verdict = Verdict.Advice,
        Meaning = "The directory of the login is not writable for this user. That is a fair choice; then nothing that writes can be checked there.",
        Remedies = Remedies.For(
            vsftpd: "write_enable=YES, and the right to the directory",
            proFtpd: "<Limit WRITE> AllowAll </Limit>, and the right to the directory",
            pureFtpd: "The right to the directory; -i and -R forbid some commands.",
            fileZilla: "The mount point: access mode \"Read + write\".",
            iis: "FTP Authorization Rules: Write; the user's right to the folder.",
            eft: "Permissions of the folder (VFS): Upload, Delete.",
            sealift: "Leave --read-only out; with --users: \"write\" among the user's rights."),
        Meanwhile = "Ask for a directory where the user may write.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Changed, Refused];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var content = FilePattern.Make(Size);
        ScratchFile file;
        try
        {
            file = await ScratchFile.CreateAsync(examination, content, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpReplyException e) when (e.Command.Verb == "STOR")
        {
            // RFC 959 section 4.2.2: 550 and 553 are about the file; 532 about the account; the others about connections.
            return e.Reply.Code is 550 or 553 or 532 or 500 or 502
                ? Found(Refused, $"An upload is refused: {Evidence.Of(e.Reply)}", e.Message)
                : CannotTell($"An upload fails: {e.Message}");
        }

        await using var closing = file.ConfigureAwait(false);
        var back = await file.DownloadAsync(0, cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"uploaded {content.Length} bytes, downloaded {back.Length}"];
        if (back.AsSpan().SequenceEqual(content)) return Good("What was downloaded is what was uploaded.", evidence);
        var same = back.AsSpan().CommonPrefixLength(content);
        return Found(Changed, $"The file differs from byte {same} on.", evidence);
    }
}
