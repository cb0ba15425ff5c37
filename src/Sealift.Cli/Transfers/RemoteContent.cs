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
            ?? throw CommandException.Refused($"{path}: no such file on the server.", "\"sealift ls\" of its directory shows what is there.", code: FailureCode.NotThere);
        return entry.Kind == FtpEntryKind.Directory
            ? throw CommandException.Refused($"{path} is a directory on the server.", "Name a file in it; \"sealift ls\" shows them.", code: FailureCode.InTheWay)
            : entry;
    }

    /// <summary>Carries a file to stdout.</summary>
    public static async Task WriteToOutputAsync(
        Terminal terminal,
        FtpClient client,
        FtpPath path,
        FtpTransferOptions form,
        ChecksumProof? proof,
        CancellationToken cancellationToken)
    {
        var entry = await FindFileAsync(client, path, cancellationToken);
        FtpTransferResult result;
        await using (var output = terminal.OpenOutput())
            result = await DownloadAsync(client, path, output, form, proof, "What was written to stdout is not to be trusted.", cancellationToken);
        WarnOfRefusal(terminal, client);
        Check(path, entry, result, proof);
        await client.QuitAsync(cancellationToken);
    }

    /// <summary>Downloads a file and, where that is demanded, compares its checksum with the server's.</summary>
    public static async Task<FtpTransferResult> DownloadAsync(
        FtpClient client,
        FtpPath path,
        Stream target,
        FtpTransferOptions form,
        ChecksumProof? proof,
        string consequence,
        CancellationToken cancellationToken)
    {
        if (proof is null) return await client.DownloadAsync(path, target, form, cancellationToken);
        using var hasher = proof.BeginLocal();
        await using var hashed = new HashingStream(target, hasher);
        var result = await client.DownloadAsync(path, hashed, form, cancellationToken);
        await proof.RequireEqualAsync(client, path, hasher.Finish(), consequence, cancellationToken);
        return result;
    }

    /// <summary>Says that compression was asked for and the server has none.</summary>
    public static void WarnOfRefusal(Terminal terminal, FtpClient client)
    {
        if (client.IsCompressionRefused) terminal.WriteWarning("the server has no compression (MODE Z); nothing was compressed.");
    }

    /// <summary>What proves that the download is the whole file.</summary>
    /// <returns>The evidence: "reply", and where they hold "close_notify" and "size".</returns>
    /// <exception cref="CommandException">The server stated another size (proof failed).</exception>
    public static IReadOnlyList<string> Check(FtpPath path, FtpEntry entry, FtpTransferResult result, ChecksumProof? proof)
    {
        // A link's size is the length of its target's name; blocks of a disk prove nothing.
        // That of text counts other bytes than arrive.
        var isComparable = entry.Kind == FtpEntryKind.File && !entry.IsSizeApproximate && result.Type == FtpTransferType.Binary;
        var size = isComparable ? entry.Size : null;
        if (size is not null && size != result.Bytes)
        {
            throw new CommandException(
                ExitCode.ProofFailed,
                string.Create(CultureInfo.InvariantCulture, $"{path}: {result.Bytes} bytes arrived, and the server lists {size}."),
                "The file may be changing on the server. Try again; nothing was replaced.");
        }

        return Evidence(result, size is not null, proof);
    }

    /// <summary>The names of the evidence that a transfer has.</summary>
    public static IReadOnlyList<string> Evidence(FtpTransferResult result, bool isSizeChecked, ChecksumProof? proof)
    {
        List<string> evidence = ["reply"];
        if (result.Tls is { CloseNotifyReceived: true }) evidence.Add("close_notify");
        if (isSizeChecked) evidence.Add("size");
        if (proof?.Checksum is not null) evidence.Add(proof.Evidence);
        return evidence;
    }
}
