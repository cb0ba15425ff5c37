using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether names of all scripts survive.</summary>
internal sealed class Utf8NamesCheck() : DoctorCheck(
    "SL-FILE-59",
    "Names in UTF-8",
    "Uploads a file whose name has letters of several scripts and a sign beyond them, finds it in a listing by the same name, and deletes it by it.",
    "Where a server keeps names in another encoding, files with accents cannot be found again, and a synchronisation copies them each time.")
{
    // Composed and beyond the basic plane; no combining sign, which some disks compose (that is not the server's doing).
    private const string Letters = "-Grüße-Ωμέγα-Привет-日本-😀.tmp";

    private static readonly Fault Changed = new()
    {
        Title = "Names in UTF-8 do not survive",
        Meaning = "The server refuses such a name, or shows another one. Files with accents or other scripts cannot be used under their names.",
        Remedies = Remedies.For(
            vsftpd: "utf8_filesystem=YES, and a UTF-8 locale for the service",
            proFtpd: "LangEngine on\nUseEncoding utf8 utf8 (mod_lang)",
            pureFtpd: "--fscharset=utf-8 in versions that have it; a UTF-8 locale",
            fileZilla: "It uses UTF-8.",
            iis: "FTP site > Advanced Settings: Allow UTF8: True.",
            eft: "Site > Connections: UTF-8 encoding on.",
            sealift: "It uses UTF-8."),
        Meanwhile = "--encoding names the server's encoding, such as latin1 or windows-1252, where it is another.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Changed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var name = ScratchName.Make(Letters);
        ScratchFile file;
        try
        {
            file = await ScratchFile.CreateAsync(examination, FilePattern.Make(10), cancellationToken, name).ConfigureAwait(false);
        }
        catch (FtpReplyException e) when (e.Command.Verb == "STOR")
        {
            return Found(Changed, $"The name is refused: {Evidence.Of(e.Reply)}", $"FEAT lists UTF8: unknown; name: {name}");
        }

        await using var closing = file.ConfigureAwait(false);
        var names = new List<string>();
        await foreach (var entry in file.Client.ListAsync(FtpPath.Home, cancellationToken).ConfigureAwait(false)) names.Add(entry.Name);
        var listed = names.FirstOrDefault(other => other.StartsWith(name[..20], StringComparison.Ordinal));
        string[] evidence = [$"FEAT lists UTF8: {(file.Client.Features.Utf8 ? "yes" : "no")}", $"uploaded as {name}", $"listed as {listed ?? "nothing"}"];
        return listed == name
            ? Good("A name of many scripts survives.", evidence)
            : Found(Changed, "The name in the listing is not the one of the upload.", evidence);
    }
}
