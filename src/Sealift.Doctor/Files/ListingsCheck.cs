using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether both kinds of listing show the same.</summary>
internal sealed class ListingsCheck() : DoctorCheck(
    "SL-FILE-58",
    "Listings agree (MLSD, LIST)",
    "Lists the directory of the login with MLSD (RFC 3659) and with LIST and compares names, kinds and sizes.",
    "MLSD is made for programs; LIST is made for people, and each server writes it in its own way. Programs that read different ones see different trees.")
{
    private const int MostShown = 5;

    private static readonly Fault NoMlsd = new()
    {
        Title = "There is no MLSD",
        Verdict = Verdict.Advice,
        Meaning = "Listings are text for people: times to the minute or the day, in a zone that nobody names, and names with a leading dot may be missing.",
        Remedies = Remedies.For(
            vsftpd: "It has none.",
            proFtpd: "FactsOptions and mod_facts are there by default; no <Limit MLSD>.",
            pureFtpd: "It has MLSD; update it.",
            fileZilla: "It has MLSD.",
            iis: "It has none.",
            eft: "It has MLSD; update it.",
            sealift: "It has MLSD."),
        Meanwhile = "Nothing has to be set: Sealift reads LIST, and asks MDTM for exact times.",
    };

    private static readonly Fault Differ = new()
    {
        Title = "MLSD and LIST show different things",
        Meaning = "One of the two hides, adds or changes entries. A synchronisation that goes by it deletes or copies what it should not.",
        Remedies = Remedies.For(
            vsftpd: "hide_file, deny_file and force_dot_files",
            proFtpd: "ListOptions, HideFiles, <Limit> of MLSD and LIST, DirFakeMode",
            pureFtpd: "-D (DisplayDotFiles), -L (LimitRecursion: listings end after 10,000 entries)",
            fileZilla: "Update FileZilla Server.",
            iis: "FTP Directory Browsing: directory listing style.",
            eft: "Permissions of the folder (VFS): Show in list.",
            sealift: "Update Sealift."),
        Meanwhile = "Look at both with \"sealift trace\" before anything is synchronised.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [NoMlsd, Differ];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        if (examination.Options.MayWrite)
        {
            // Something to compare, where the directory is empty.
            var file = await ScratchFile.CreateAsync(examination, FilePattern.Make(1234), cancellationToken).ConfigureAwait(false);
            await using var closing = file.ConfigureAwait(false);
            return await CompareAsync(examination, cancellationToken).ConfigureAwait(false);
        }

        return await CompareAsync(examination, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Finding> CompareAsync(Examination examination, CancellationToken cancellationToken)
    {
        var (facts, knowsMlsd) = await ListAsync(examination, ListingFormat.Mlsd, cancellationToken).ConfigureAwait(false);
        if (!knowsMlsd) return Found(NoMlsd, "The server does not list MLSD.", "FEAT lists no MLST");
        var (lines, _) = await ListAsync(examination, ListingFormat.List, cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"MLSD: {facts.Count} entries", $"LIST: {lines.Count} entries"];
        if (facts.Count == 0 && lines.Count == 0) return Good("Both listings are empty.", evidence);

        var differences = new List<string>();
        foreach (var name in facts.Keys.Union(lines.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (a, b) = (facts.GetValueOrDefault(name), lines.GetValueOrDefault(name));
            if (a is null) differences.Add($"\"{name}\" is in LIST only");
            else if (b is null) differences.Add($"\"{name}\" is in MLSD only");
            else if (a.Kind != b.Kind && a.Kind != FtpEntryKind.Link && b.Kind != FtpEntryKind.Link) differences.Add($"\"{name}\": {a.Kind} in MLSD, {b.Kind} in LIST");
            else if (a.Kind == FtpEntryKind.File && b.Kind == FtpEntryKind.File && a.Size is not null && b.Size is not null && a.Size != b.Size && !b.IsSizeApproximate)
                differences.Add($"\"{name}\": {a.Size} bytes in MLSD, {b.Size} in LIST");
        }

        return differences.Count == 0
            ? Good("MLSD and LIST show the same.", evidence)
            : Found(Differ, $"MLSD and LIST differ in {differences.Count} entries.", [.. evidence, .. differences.Take(MostShown)]);
    }

    // Names with a leading dot are left out: LIST hides them on most servers, as ls does.
    private static async Task<(Dictionary<string, FtpEntry> Entries, bool KnowsMlsd)> ListAsync(
        Examination examination, ListingFormat format, CancellationToken cancellationToken)
    {
        var client = await examination.LogInAsync(options => options with { ListingFormat = format }, cancellationToken).ConfigureAwait(false);
        await using var closing = client.ConfigureAwait(false);
        var entries = new Dictionary<string, FtpEntry>(StringComparer.Ordinal);
        if (format == ListingFormat.Mlsd && !client.Features.Mlst) return (entries, false);
        await foreach (var entry in client.ListAsync(FtpPath.Home, cancellationToken).ConfigureAwait(false))
        {
            if (!entry.Name.StartsWith('.')) entries[entry.Name] = entry;
        }

        return (entries, true);
    }
}
