using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Transfers;

/// <summary>Files of a server as content: found, carried and counted.</summary>
internal static class RemoteContent
{
    /// <summary>The entry of a file, or of a link that may lead to one.</summary>
    /// <exception cref="CommandException">There is nothing, or a directory.</exception>
    public static async Task<FtpEntry> FindFileAsync(FtpClient client, FtpPath path, CancellationToken cancellationToken)
    {
        // Without MLST a look at one file is a listing of its whole directory; SIZE is one question.
        if (!client.Features.Mlst && await client.GetSizeAsync(path, cancellationToken) is { } size)
            return new FtpEntry { Name = path.Name, Kind = FtpEntryKind.File, Size = size };

        var entry = await client.FindAsync(path, cancellationToken)
            ?? throw CommandException.Refused($"{path}: no such file on the server.", "\"sealift ls\" of its directory shows what is there.");
        return entry.Kind == FtpEntryKind.Directory
            ? throw CommandException.Refused($"{path} is a directory on the server.", "Name a file in it; \"sealift ls\" shows them.")
            : entry;
    }

    /// <summary>Carries a file to stdout.</summary>
    public static async Task WriteToOutputAsync(Terminal terminal, FtpClient client, FtpPath path, CancellationToken cancellationToken)
    {
        var entry = await FindFileAsync(client, path, cancellationToken);
        FtpTransferResult result;
        await using (var output = terminal.OpenOutput())
            result = await client.DownloadAsync(path, output, cancellationToken: cancellationToken);
        Check(path, entry, result);
        await client.QuitAsync(cancellationToken);
    }

    /// <summary>What proves that the download is the whole file.</summary>
    /// <returns>The evidence: "reply", and where they hold "close_notify" and "size".</returns>
    /// <exception cref="CommandException">The server stated another size (proof failed).</exception>
    public static IReadOnlyList<string> Check(FtpPath path, FtpEntry entry, FtpTransferResult result)
    {
        // A link's size is the length of its target's name; blocks of a disk prove nothing.
        var size = entry.Kind == FtpEntryKind.File && !entry.IsSizeApproximate ? entry.Size : null;
        if (size is not null && size != result.Bytes)
        {
            throw new CommandException(
                ExitCode.ProofFailed,
                string.Create(CultureInfo.InvariantCulture, $"{path}: {result.Bytes} bytes arrived, and the server lists {size}."),
                "The file may be changing on the server. Try again; nothing was replaced.");
        }

        return Evidence(result, size is not null);
    }

    /// <summary>The names of the evidence that a transfer has.</summary>
    public static IReadOnlyList<string> Evidence(FtpTransferResult result, bool isSizeChecked)
    {
        List<string> evidence = ["reply"];
        if (result.Tls is { CloseNotifyReceived: true }) evidence.Add("close_notify");
        if (isSizeChecked) evidence.Add("size");
        return evidence;
    }
}
