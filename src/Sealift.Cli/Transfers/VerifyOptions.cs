using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Transfers;

/// <summary>The options that demand a comparison of both ends.</summary>
internal sealed class VerifyOptions
{
    private readonly Option<bool> _verify = new("--verify")
    {
        Description = "Compare the checksums of both ends (HASH, XSHA256, XMD5, XCRC…: the best that the server has) before the target takes its name. Exit code 8 where they differ, and, before anything is transferred, where the server computes none.",
    };

    private readonly Option<bool> _readBack = new("--read-back")
    {
        Description = "With --verify: where the server computes no checksum, read the file from it a second time and compare that. It doubles the traffic.",
    };

    public VerifyOptions(Command command)
    {
        command.Options.Add(_verify);
        command.Options.Add(_readBack);
    }

    /// <summary>Whether checksums are to be compared.</summary>
    public bool IsVerified(ParseResult arguments) => !arguments.GetValue(_readBack)
        ? arguments.GetValue(_verify)
        : throw CommandException.Usage("--read-back is not possible with --recursive.", "--verify compares checksums that both sides compute.");

    /// <summary>Refuses what cannot be meant.</summary>
    public void RequireSense(ParseResult arguments, FtpTransferOptions form)
    {
        if (arguments.GetValue(_readBack) && !arguments.GetValue(_verify))
            throw CommandException.Usage("--read-back says how to --verify.", "Add --verify.");
        if (arguments.GetValue(_verify) && form.Type == FtpTransferType.Ascii)
            throw CommandException.Usage("--verify and --ascii exclude each other: the bytes of text differ at both ends.", "Leave out one of them.");
    }

    /// <summary>The proof that is demanded; <see langword="null"/> for none beyond the usual.</summary>
    /// <exception cref="CommandException">The server cannot give it (proof failed).</exception>
    public ChecksumProof? Choose(ParseResult arguments, FtpClient client)
    {
        if (!arguments.GetValue(_verify)) return null;
        var canHash = client.Features.HashAlgorithms.Count > 0;
        if (!canHash && !arguments.GetValue(_readBack))
        {
            throw new CommandException(
                ExitCode.ProofFailed,
                "the server computes no checksums, so nothing can be verified; nothing was transferred.",
                "--read-back compares by reading the file a second time. Without --verify the size is compared.")
            {
                Code = FailureCode.NoChecksum,
            };
        }

        return new ChecksumProof(canHash ? client.Features.HashAlgorithms[0] : FtpHashAlgorithm.Sha256, canHash, arguments.GetValue(_readBack));
    }
}
