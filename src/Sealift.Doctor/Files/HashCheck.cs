using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether the server's checksums are right, and FEAT tells the truth about them.</summary>
internal sealed class HashCheck() : DoctorCheck(
    "SL-FILE-56",
    "HASH and its like",
    "Uploads a file, asks for its checksum with the best command that FEAT lists (HASH, XSHA256, XCRC …) and computes it here; then deletes it.",
    "A checksum proves a transfer without reading the file twice.")
{
    private const int Size = 20_000;

    private static readonly Fault Wrong = new()
    {
        Title = "The server's checksum is wrong",
        Meaning = "The checksum is not the file's: each transfer that is verified seems to have failed, or the disk changes bytes.",
        Remedies = SettingRemedies.Update("Its checksums should be those of the file's bytes."),
        Meanwhile = "Leave --verify out, or use --read-back.",
    };

    private static readonly Fault Untrue = new()
    {
        Title = "Checksums are listed and do not work",
        Verdict = Verdict.Advice,
        Meaning = "FEAT promises checksums, and the server refuses to compute one.",
        Remedies = SettingRemedies.AllowCommand("HASH"),
        Meanwhile = "Leave --verify out, or use --read-back.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Wrong, Untrue];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var content = FilePattern.Make(Size);
        var file = await ScratchFile.CreateAsync(examination, content, cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        var listed = file.Client.Features.HashAlgorithms;
        if (listed.Count == 0) return Good("The server lists no checksums.");
        FtpChecksum? told;
        try
        {
            told = await file.Client.HashAsync(file.Path, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (FtpReplyException e)
        {
            return Found(Untrue, $"A checksum is refused: {Evidence.Of(e.Reply)}", e.Message);
        }

        var names = string.Join(", ", listed.Select(FtpChecksum.NameOf));
        if (told is null) return Found(Untrue, "The server lists checksums, and computes none.", $"FEAT lists {names}");
        using var hasher = new FtpHasher(told.Algorithm);
        hasher.Append(content);
        var own = hasher.Finish();
        string[] evidence = [$"FEAT lists {names}", $"{FtpChecksum.NameOf(told.Algorithm)} of the server: {told}", $"{FtpChecksum.NameOf(told.Algorithm)} computed here: {own}"];
        return told.Equals(own) ? Good($"The server's {FtpChecksum.NameOf(told.Algorithm)} is right.", evidence) : Found(Wrong, "The server's checksum is not the file's.", evidence);
    }
}
