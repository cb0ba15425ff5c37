using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether transfers can be resumed.</summary>
internal sealed class OffsetCheck() : DoctorCheck(
    "SL-FILE-60",
    "Resuming (REST)",
    "Uploads a file, downloads it from its middle and uploads its second half again from there (REST, RFC 3659 section 5), and compares; then deletes it.",
    "A transfer that was cut can go on where it stopped. A server that ignores the offset glues a file together wrongly.")
{
    private const int Size = 30_000;
    private const int Offset = 12_345;

    private static readonly Fault Wrong = new()
    {
        Title = "Resuming gives a wrong file",
        Meaning = "The server accepts an offset and begins elsewhere. Clients that trust it store files whose middle is missing or doubled.",
        Remedies = SettingRemedies.Update("REST should be taken exactly."),
        Meanwhile = "Do not resume with this server. Sealift notices the offset that was ignored, and --verify compares checksums.",
    };

    private static readonly Fault Refused = new()
    {
        Title = "Transfers cannot be resumed",
        Verdict = Verdict.Advice,
        Meaning = "A transfer that was cut begins anew.",
        Remedies = Remedies.For(
            vsftpd: "REST not in cmds_denied; ascii_download_enable=NO",
            proFtpd: "AllowRetrieveRestart on, AllowStoreRestart on, AllowOverwrite on",
            pureFtpd: "Take -r (AutoRename) and -K (KeepAllFiles) away.",
            fileZilla: "It resumes by itself.",
            iis: "FTP Request Filtering > Commands: REST allowed; FTP site > Advanced Settings > File Handling: Allow Replace On Rename.",
            eft: "Site > Connections: REST allowed; permissions of the folder: Append.",
            sealift: "It resumes by itself."),
        Meanwhile = "Nothing has to be set.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Wrong, Refused];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var content = FilePattern.Make(Size);
        var file = await ScratchFile.CreateAsync(examination, content, cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        var evidence = new List<string> { $"FEAT lists REST STREAM: {(file.Client.Features.RestStream ? "yes" : "no")}" };
        try
        {
            var rest = await file.DownloadAsync(Offset, cancellationToken).ConfigureAwait(false);
            evidence.Add($"download from byte {Offset}: {rest.Length} bytes");
            if (!rest.AsSpan().SequenceEqual(content.AsSpan(Offset))) return Found(Wrong, "A download from an offset gives other bytes.", evidence);

            var half = new MemoryStream(content, Offset, Size - Offset, writable: false);
            await using var closingHalf = half.ConfigureAwait(false);
            await file.Client.UploadAsync(half, file.Path, FtpWriteMode.Resume, Offset, cancellationToken: cancellationToken).ConfigureAwait(false);
            var whole = await file.DownloadAsync(0, cancellationToken).ConfigureAwait(false);
            evidence.Add($"upload from byte {Offset}: the file has {whole.Length} bytes");
            return whole.AsSpan().SequenceEqual(content)
                ? Good("Downloads and uploads can be resumed.", evidence)
                : Found(Wrong, "An upload from an offset gives another file.", evidence);
        }
        catch (FtpDataException e) when (e.Failure == FtpDataFailure.OffsetIgnored)
        {
            return Found(Wrong, e.Message, evidence);
        }
        catch (FtpReplyException e)
        {
            return Found(Refused, $"An offset is refused: {Evidence.Of(e.Reply)}", [.. evidence, e.Message]);
        }
    }
}
