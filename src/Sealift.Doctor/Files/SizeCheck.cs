using System.Globalization;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether SIZE tells the truth, and FEAT about it.</summary>
internal sealed class SizeCheck() : DoctorCheck(
    "SL-FILE-53",
    "SIZE",
    "Uploads a file with line ends in it and asks for its size (RFC 3659 section 4); then deletes it.",
    "The size is the first proof that a transfer is whole, and what resuming goes by.")
{
    private const int Size = 5000;

    private static readonly Fault Wrong = new()
    {
        Title = "SIZE states a wrong size",
        Meaning = "Clients compare it with what they transferred: each transfer seems to have failed, or a broken one to be whole.",
        Remedies = SettingRemedies.Update("SIZE should count the bytes that TYPE I transfers."),
        Meanwhile = "--verify compares checksums, where the server computes them.",
    };

    private static readonly Fault Untrue = new()
    {
        Title = "SIZE is listed and does not work",
        Verdict = Verdict.Advice,
        Meaning = "FEAT promises it, and the server refuses it: clients that believe FEAT stop there.",
        Remedies = SettingRemedies.AllowCommand("SIZE"),
        Meanwhile = "Nothing has to be set: Sealift goes by what the server answers.",
    };

    private static readonly Fault Unknown = new()
    {
        Title = "The server does not tell sizes",
        Verdict = Verdict.Advice,
        Meaning = "A transfer is proven by its announced end alone, and nothing can be resumed safely.",
        Remedies = SettingRemedies.AllowCommand("SIZE"),
        Meanwhile = "Nothing has to be set.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Wrong, Untrue, Unknown];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var file = await ScratchFile.CreateAsync(examination, FilePattern.Make(Size), cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        var size = await file.Client.GetSizeAsync(file.Path, cancellationToken).ConfigureAwait(false);
        var isListed = file.Client.Features.Size;
        string[] evidence =
        [
            $"FEAT lists SIZE: {(isListed ? "yes" : "no")}",
            $"uploaded {Size} bytes, SIZE: {size?.ToString(CultureInfo.InvariantCulture) ?? "not told"}",
        ];
        if (size == Size) return Good("SIZE tells the truth.", evidence);
        if (size is { } wrong) return Found(Wrong, $"SIZE says {wrong}, and {Size} bytes were uploaded.", evidence);
        return isListed ? Found(Untrue, "FEAT lists SIZE, and it is refused.", evidence) : Found(Unknown, "There is no SIZE.", evidence);
    }
}
