using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether a session survives that a transfer is given up.</summary>
internal sealed class AbortCheck() : DoctorCheck(
    "SL-DATA-66",
    "ABOR",
    "Uploads a file of 4 MiB, gives its download up after the first bytes (ABOR, RFC 959 section 4.1.3), and uses the session again; then deletes the file.",
    "Where a session survives, a cancelled transfer costs nothing. Where it does not, it costs a new login.")
{
    private const int Size = 4 * 1024 * 1024;

    private static readonly Fault Ends = new()
    {
        Title = "A transfer that is given up ends the session",
        Verdict = Verdict.Advice,
        Meaning = "The server does not answer ABOR in time, or answers so that nobody can tell which command it means.",
        Remedies = Remedies.For(
            vsftpd: "async_abor_enable=YES is worth a try.",
            proFtpd: "Update ProFTPD, to 1.3.8 or later.",
            pureFtpd: "Update Pure-FTPd, to 1.0.50 or later.",
            fileZilla: "Update FileZilla Server.",
            iis: "FTP Request Filtering > Commands: ABOR allowed.",
            eft: "Update EFT.",
            sealift: "Update Sealift."),
        Meanwhile = "Nothing has to be set: Sealift connects again.",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Ends];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var file = await ScratchFile.CreateAsync(examination, new byte[Size], cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        var stream = await file.Client.OpenReadAsync(file.Path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            _ = await stream.ReadAsync(new byte[1000], cancellationToken).ConfigureAwait(false);

        try
        {
            await file.Client.PingAsync(cancellationToken).ConfigureAwait(false);
            var size = await file.Client.GetSizeAsync(file.Path, cancellationToken).ConfigureAwait(false);
            return Good("The session goes on after a download that was given up.", $"after ABOR: NOOP is answered, SIZE says {size}");
        }
        catch (FtpException e)
        {
            return Found(Ends, $"After a download that was given up the session is over: {e.Message}", e.Message);
        }
    }
}
