using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Transfers;

/// <summary>Tells that a transfer is done and on what evidence: a line for people, an object for programs, nothing in a pipe.</summary>
internal sealed class TransferReport(Terminal terminal, bool isJson)
{
    public void Write(
        string action, string source, string target, FtpTransferResult result, IReadOnlyList<string> evidence, FtpChecksum? checksum)
    {
        if (isJson)
        {
            var record = new TransferRecord
            {
                Action = action,
                Source = source,
                Target = target,
                Bytes = result.Bytes,
                Seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
                Evidence = evidence,
                CompressedBytes = result.CompressedBytes,
                HashAlgorithm = checksum is null ? null : FtpChecksum.NameOf(checksum.Algorithm),
                Hash = checksum?.ToString(),
                Tls = TlsRecord.Of(result.Tls),
            };
            terminal.WriteJson(record, JsonLines.Default.TransferRecord);
            return;
        }

        terminal.WriteRemark($"{target}: {SizeText.OfTransfer(result.Bytes, result.Elapsed)}, confirmed by {string.Join(", ", evidence)}");
    }
}
