using System.Globalization;
using System.Security.Cryptography;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Cli.Transfers;

/// <summary>
/// Uploads a file so that its name on the server holds the old content or the whole new content, never a mix: under a temporary
/// name in the same directory, checked, then renamed.
/// </summary>
internal sealed class RemoteReplacement(Terminal terminal, FtpClientOptions options, FtpClient client)
{
    private static readonly TimeSpan CleaningTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Uploads, checks and renames.</summary>
    /// <param name="source">The content.</param>
    /// <param name="target">The final path.</param>
    /// <param name="isDirect">Whether the file is written under its final name at once.</param>
    /// <param name="form">How it is carried.</param>
    /// <param name="proof">The comparison that is demanded before the file takes its name; null for none.</param>
    /// <param name="cancellationToken">Breaks it off; the part is then deleted.</param>
    /// <returns>The transfer, and whether the server's size was compared.</returns>
    public async Task<(FtpTransferResult Result, bool IsSizeChecked)> RunAsync(
        LocalSource source,
        FtpPath target,
        bool isDirect,
        FtpTransferOptions form,
        ChecksumProof? proof,
        CancellationToken cancellationToken)
    {
        if (!isDirect && client.Profile.Profile is { AllowsTemporaryNames: false } profile)
        {
            terminal.WriteWarning($"{target} is written under its final name at once: {profile.Name} takes no temporary names. --direct says so without this warning.");
            isDirect = true;
        }

        if (isDirect) return await UploadAsync(source, target, target, form, proof, cancellationToken);

        var part = PartOf(target);
        try
        {
            var done = await UploadAsync(source, target, part, form, proof, cancellationToken);
            await RenameAsync(part, target, cancellationToken);
            return done;
        }
        catch (Exception) when (client.DataConnections > 0)
        {
            await DeletePartAsync(part);
            throw;
        }
    }

    // A leading dot: most servers hide it from listings while it grows. Short enough for every server, and not to be guessed.
    private static FtpPath PartOf(FtpPath target) =>
        target.Parent!.Append($".{RandomNumberGenerator.GetHexString(16, lowercase: true)}{LocalFileStore.PartSuffix}");

    private async Task<(FtpTransferResult Result, bool IsSizeChecked)> UploadAsync(
        LocalSource source,
        FtpPath target,
        FtpPath path,
        FtpTransferOptions form,
        ChecksumProof? proof,
        CancellationToken cancellationToken)
    {
        using var hasher = proof?.BeginLocal();
        await using var content = hasher is null ? null : new HashingStream(source.Content, hasher);
        var result = await ProgressBar.RunAsync(
            terminal,
            target.Name,
            source.Length,
            progress => client.UploadAsync(content ?? source.Content, path, FormOf(target, form) with { Progress = progress }, cancellationToken));

        // The size of text is another at each end.
        var size = form.Type == FtpTransferType.Binary ? await client.GetSizeAsync(path, cancellationToken) : null;
        if (size is not null && size != result.Bytes)
        {
            throw new CommandException(
                ExitCode.ProofFailed,
                string.Create(CultureInfo.InvariantCulture, $"{target}: {result.Bytes} bytes were sent, and the server has {size}."),
                $"{Consequence(path == target)} Upload it again.");
        }

        if (hasher is not null) await proof!.RequireEqualAsync(client, path, hasher.Finish(), Consequence(path == target), cancellationToken);

        return (result, size is not null);
    }

    // The temporary name has no ending that tells the format; the target's has.
    private static FtpTransferOptions FormOf(FtpPath target, FtpTransferOptions form) =>
        form.Compression == FtpCompression.WhenUseful
            ? form with { Compression = FtpClient.IsWorthCompressing(target) ? FtpCompression.Always : FtpCompression.Off }
            : form;

    private static string Consequence(bool isDirect) => isDirect
        ? "The file on the server is not what was sent."
        : "The old file on the server, if there was one, is untouched.";

    private async Task RenameAsync(FtpPath part, FtpPath target, CancellationToken cancellationToken)
    {
        try
        {
            await client.RenameAsync(part, target, cancellationToken);
        }
        catch (FtpReplyException e)
        {
            throw new CommandException(
                ExitCode.Refused,
                $"{target}: everything was uploaded, but the server does not let it take its name. {e.Message}",
                "The old file, if there is one, is untouched. --direct writes under the final name at once, for servers that forbid renaming.",
                e)
            {
                Code = FailureCode.NameNotTaken,
            };
        }
    }

    // The user may have pressed Ctrl-C and the session may be dead: neither is a reason to leave rubbish behind.
    private async Task DeletePartAsync(FtpPath part)
    {
        try
        {
            using var limit = new CancellationTokenSource(CleaningTimeout);
            if (client.IsUsable)
            {
                await client.DeleteFileAsync(part, limit.Token);
                return;
            }

            await using var other = await FtpClient.ConnectAsync(options, limit.Token);
            await other.DeleteFileAsync(part, limit.Token);
            await other.QuitAsync(limit.Token);
        }
        catch (Exception e) when (e is FtpException or OperationCanceledException or IOException or InvalidOperationException)
        {
            terminal.WriteWarning($"the unfinished upload {part} may remain on the server: {e.Message}");
        }
    }
}
