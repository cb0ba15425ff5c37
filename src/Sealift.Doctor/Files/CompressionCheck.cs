using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Files;

/// <summary>Whether compression works where it is listed.</summary>
internal sealed class CompressionCheck() : DoctorCheck(
    "SL-FILE-57",
    "MODE Z",
    "Where FEAT lists MODE Z, lists the directory of the login with compression.",
    "Compression makes listings and text many times smaller. A server that lists it and does not do it costs a transfer each time.")
{
    private static readonly Fault Untrue = new()
    {
        Title = "MODE Z is listed and does not work",
        Verdict = Verdict.Advice,
        Meaning = "FEAT promises compression, and the server refuses it, or sends something that cannot be unpacked.",
        Remedies = Remedies.For(
            vsftpd: "It has no MODE Z.",
            proFtpd: "DeflateEngine on, or unload mod_deflate",
            pureFtpd: "It has no MODE Z.",
            fileZilla: "Version 1.x has no MODE Z; older ones: MODE Z settings.",
            iis: "It has no MODE Z.",
            eft: "Site > Connections: MODE Z.",
            sealift: "Update Sealift."),
        Meanwhile = "Leave --compress out.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Untrue];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var client = await examination.LogInAsync(options => options with { Compression = FtpCompression.Always }, cancellationToken).ConfigureAwait(false);
        await using var closing = client.ConfigureAwait(false);

        // "MODE Z" is one line of FEAT: the feature MODE with the parameter Z (draft-preston-ftpext-deflate-04 section 5).
        var modes = client.Features.Find("MODE");
        if (modes is null || !modes.Contains('Z', StringComparison.OrdinalIgnoreCase)) return Good("The server lists no compression.");
        try
        {
            var count = 0;
            await foreach (var _ in client.ListAsync(FtpPath.Home, cancellationToken).ConfigureAwait(false)) count++;
            return client.IsCompressionRefused
                ? Found(Untrue, "FEAT lists MODE Z, and it is refused.", $"FEAT: MODE {modes}")
                : Good("A compressed listing arrives whole.", $"FEAT: MODE {modes}", $"{count} entries");
        }
        catch (FtpDataException e)
        {
            return Found(Untrue, $"A compressed listing cannot be unpacked: {e.Message}", $"FEAT: MODE {modes}");
        }
    }
}
