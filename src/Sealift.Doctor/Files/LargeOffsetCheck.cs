using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether offsets and sizes beyond 4 GiB are right.</summary>
internal sealed class LargeOffsetCheck() : DoctorCheck(
    "SL-FILE-61",
    "Beyond 4 GiB",
    "Uploads a few bytes at an offset beyond 4 GiB, which makes a file of that size with a hole in it, asks for its size and downloads its end; then deletes it.",
    "Servers that count in 32 bits begin again at 0: a large file that is resumed is destroyed.")
{
    private const long Offset = (4L * 1024 * 1024 * 1024) + 12_345;

    private static readonly byte[] Tail = "beyond"u8.ToArray();

    private static readonly Fault Wrong = new()
    {
        Title = "Offsets beyond 4 GiB are wrong",
        Meaning = "The server counts in 32 bits somewhere. Large files that are resumed are destroyed.",
        Remedies = SettingRemedies.Update("It should count in 64 bits."),
        Meanwhile = "Do not resume files of more than 4 GiB.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Wrong];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var file = await ScratchFile.CreateAsync(examination, content: null, cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        try
        {
            // Something must be there to go on from.
            await file.UploadAsync([0], cancellationToken).ConfigureAwait(false);
            var source = new MemoryStream(Tail, writable: false);
            await using var closingSource = source.ConfigureAwait(false);
            await file.Client.UploadAsync(source, file.Path, FtpWriteMode.Resume, Offset, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (FtpReplyException e)
        {
            return CannotTell($"The server makes no file with a hole: {Evidence.Of(e.Reply)}", e.Message);
        }
        catch (FtpDataException e) when (e.Failure == FtpDataFailure.OffsetIgnored)
        {
            // Pure-FTPd goes on at the end of what is there, and makes no holes; that says nothing about 32 bits.
            var stored = await file.Client.GetSizeAsync(file.Path, cancellationToken).ConfigureAwait(false);
            return stored == 1 + Tail.Length
                ? CannotTell("The server makes no file with a hole: it goes on at the end of what is there.", e.Message)
                : Found(Wrong, e.Message);
        }

        var size = await file.Client.GetSizeAsync(file.Path, cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"uploaded {Tail.Length} bytes at {Offset}", $"SIZE: {size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not told"}"];
        if (size is not null && size != Offset + Tail.Length) return Found(Wrong, $"The file has {size} bytes instead of {Offset + Tail.Length}.", evidence);
        try
        {
            var back = await ReadTailAsync(file, cancellationToken).ConfigureAwait(false);
            return back.AsSpan().SequenceEqual(Tail)
                ? Good("Sizes and offsets beyond 4 GiB are right.", evidence)
                : Found(Wrong, "A download from beyond 4 GiB gives other bytes.", evidence);
        }
        catch (Exception e) when (e is FtpReplyException or FtpDataException)
        {
            return Found(Wrong, $"A download from beyond 4 GiB fails: {e.Message}", evidence);
        }
    }

    // A server that begins at 0 would send 4 GiB: no more is read than there should be, and one byte.
    private static async Task<byte[]> ReadTailAsync(ScratchFile file, CancellationToken cancellationToken)
    {
        var stream = await file.Client.OpenReadAsync(file.Path, Offset, cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var buffer = new byte[Tail.Length + 1];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return buffer[..read];
    }
}
