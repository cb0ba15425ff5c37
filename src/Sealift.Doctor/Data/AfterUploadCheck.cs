using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether data connections go on to work, and to resume, after an upload.</summary>
internal sealed class AfterUploadCheck() : DoctorCheck(
    "SL-DATA-59",
    "Data connections after an upload",
    "Uploads a small file twice with a listing after each, in one session; then deletes the file.",
    "Some servers give no new TLS ticket during an upload: the data connection after it is a whole handshake, which they then refuse.")
{
    private static readonly Fault Fails = new()
    {
        Title = "After an upload data connections fail",
        Meaning = "A session that uploads several files loses every second one.",
        Remedies = Remedies.For(
            vsftpd: "Update vsftpd, to 3.0.5 or later.",
            proFtpd: "TLSSessionTickets on, and update it; TLSProtocol TLSv1.2 until then.",
            pureFtpd: "Update Pure-FTPd, to 1.0.50 or later.",
            fileZilla: "Update FileZilla Server.",
            iis: "Install Windows' updates.",
            eft: "Update EFT.",
            sealift: "Update Sealift."),
        Meanwhile = "--tls-max 1.2",
    };

    private static readonly Fault NotResumed = new()
    {
        Title = "After an upload data connections do not resume",
        Verdict = Verdict.Advice,
        Meaning = "Each data connection after an upload is a whole handshake.",
        Remedies = DataRemedies.AllowReuse,
        Meanwhile = "--tls-max 1.2",
    };

    public override CheckNeeds Needs => CheckNeeds.Writing;

    public override IReadOnlyList<Fault> Faults => [Fails, NotResumed];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var file = await ScratchFile.CreateAsync(examination, content: null, cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        var evidence = new List<string>();
        await ListAsync(file.Client, cancellationToken).ConfigureAwait(false);
        var before = Resumed(file.Client);
        evidence.Add($"before: {before}");
        var uploads = 0;
        try
        {
            for (var i = 1; i <= 2; i++)
            {
                await file.UploadAsync(new byte[1000], cancellationToken).ConfigureAwait(false);
                uploads++;
                await ListAsync(file.Client, cancellationToken).ConfigureAwait(false);
                evidence.Add($"after upload {i} and a listing: {Resumed(file.Client)}");
            }
        }
        catch (FtpException e) when (uploads > 0)
        {
            return Found(Fails, $"A data connection after an upload fails: {e.Message}", evidence);
        }

        var all = file.Client.DataConnections == file.Client.ResumedDataConnections;
        if (all) return Good("Data connections resume after uploads too.", evidence);
        return before.EndsWith("1 of 1 resumed", StringComparison.Ordinal)
            ? Found(NotResumed, "Data connections resume before an upload and not after it.", evidence)
            : Good("Uploads change nothing (data connections do not resume at all, see SL-DATA-54).", evidence);
    }

    private static string Resumed(FtpClient client) => $"{client.ResumedDataConnections} of {client.DataConnections} resumed";

    private static async Task ListAsync(FtpClient client, CancellationToken cancellationToken)
    {
        await foreach (var _ in client.ListAsync(FtpPath.Home, cancellationToken).ConfigureAwait(false)) continue;
    }
}
