using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether a renamed file may take the place of another.</summary>
internal sealed class RenameCheck() : DoctorCheck(
    "SL-FILE-62",
    "Renaming over a file",
    "Uploads two files and renames one to the name of the other; then deletes what is left.",
    "An upload under a temporary name that is renamed at the end never leaves half a file under the final name. It needs a rename that replaces.")
{
    private static readonly Fault Refused = new()
    {
        Title = "A rename does not replace a file",
        Verdict = Verdict.Advice,
        Meaning = "The server refuses to rename, or to rename over a file that is there. A new version of a file cannot take its place in one step.",
        Remedies = Remedies.For(
            vsftpd: "RNFR and RNTO not in cmds_denied; the right to the directory",
            proFtpd: "AllowOverwrite on; no <Limit RNFR RNTO>",
            pureFtpd: "Take -G (NoRename), -r (AutoRename) and -K (KeepAllFiles) away.",
            fileZilla: "Update FileZilla Server to 1.x.",
            iis: "FTP site > Advanced Settings > File Handling: Allow Replace On Rename: True.",
            eft: "Permissions of the folder: Rename, Delete.",
            sealift: "It replaces what the session itself uploaded; for other files the user's rights (file of --users) need \"write\", \"delete\" and \"overwrite\"."),
        Meanwhile = "put --direct writes under the final name at once.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Refused];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var (old, young) = (FilePattern.Make(100), FilePattern.Make(200));
        var target = await ScratchFile.CreateAsync(examination, old, cancellationToken).ConfigureAwait(false);
        await using var closingTarget = target.ConfigureAwait(false);
        var part = await ScratchFile.CreateAsync(examination, young, cancellationToken).ConfigureAwait(false);
        await using var closingPart = part.ConfigureAwait(false);
        try
        {
            await part.Client.RenameAsync(part.Path, target.Path, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpReplyException e)
        {
            return Found(Refused, $"Renaming over a file is refused: {Evidence.Of(e.Reply)}", e.Message);
        }

        var content = await target.DownloadAsync(0, cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"the name held {old.Length} bytes, and holds {content.Length} after a file of {young.Length} was renamed to it"];
        return content.AsSpan().SequenceEqual(young) ? Good("A rename replaces a file.", evidence) : Found(Refused, "After the rename the name does not hold the renamed file.", evidence);
    }
}
