using Sealift.Client;
using Sealift.Doctor.Data;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether an empty file can be uploaded.</summary>
internal sealed class EmptyUploadCheck() : DoctorCheck(
    "SL-FILE-52",
    "Upload of 0 bytes",
    "Uploads an empty file and looks whether it is there, with 0 bytes; then deletes it.",
    "Marker files are empty. Some servers forget the handshake of a data connection without data, or make no file.")
{
    private static readonly Fault Fails = new()
    {
        Title = "An empty file cannot be uploaded",
        Meaning = "Marker files (ready, lock, done) never arrive, or the upload hangs.",
        Remedies = DataRemedies.LookIntoLog,
        Meanwhile = "Give marker files a byte of content.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Fails];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var file = await ScratchFile.CreateAsync(examination, content: null, cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        try
        {
            var result = await file.UploadAsync([], cancellationToken).ConfigureAwait(false);
            var found = await file.Client.FindAsync(file.Path, cancellationToken).ConfigureAwait(false);
            string[] evidence = [$"upload: {Evidence.Of(result.Reply)}", found is null ? "the file is not there" : $"the file has {found.Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number of"} bytes"];
            return found is { Size: 0 or null } ? Good("An empty file arrives.", evidence) : Found(Fails, "The upload of an empty file is confirmed, and the file is not there or not empty.", evidence);
        }
        catch (Exception e) when (e is FtpConnectionException or FtpTlsException or FtpReplyException { Reply.Code: not (550 or 553 or 532) })
        {
            return Found(Fails, $"The upload of an empty file fails: {e.Message}", e.Message);
        }
    }
}
