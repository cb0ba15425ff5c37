using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Transfers;

/// <summary>Tells that a copy between servers is done, which way the bytes took and on what evidence it rests.</summary>
internal sealed class CopyReport(Terminal terminal, bool isJson)
{
    public void Write(string source, string target, FtpSiteCopyResult result)
    {
        if (result.RelayReason is { } reason)
            terminal.WriteWarning($"the bytes went through this machine: {reason}");
        var evidence = Evidence(result);
        if (isJson)
        {
            var record = new CopyRecord
            {
                Action = "cp",
                Source = source,
                Target = target,
                Bytes = result.Bytes,
                Seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
                Route = NameOf(result.Route),
                RelayReason = result.RelayReason,
                Evidence = evidence,
                HashAlgorithm = result.Checksum is { } checksum ? FtpChecksum.NameOf(checksum.Algorithm) : null,
                Hash = result.Checksum?.ToString(),
            };
            terminal.WriteJson(record, JsonLines.Default.CopyRecord);
            return;
        }

        terminal.WriteRemark(
            $"{target}: {SizeText.OfTransfer(result.Bytes, result.Elapsed)} ({NameOf(result.Route)}), confirmed by {string.Join(", ", evidence)}");
    }

    private static string NameOf(FtpSiteRoute route) => route switch
    {
        FtpSiteRoute.Direct => "direct",
        FtpSiteRoute.Server => "server",
        _ => "relay",
    };

    private static List<string> Evidence(FtpSiteCopyResult result)
    {
        List<string> evidence = ["reply"];
        if (result is { SourceTls.CloseNotifyReceived: true, TargetTls.CloseNotifyReceived: true }) evidence.Add("close_notify");
        if (result.IsSizeCompared) evidence.Add("size");
        if (result.Checksum is not null) evidence.Add("hash");
        return evidence;
    }
}
