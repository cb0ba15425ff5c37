namespace Sealift.Cli.Output;

/// <summary>What the command's exit code says. The numbers are a contract, listed in the root help and in docs/cli.md.</summary>
internal enum ExitCode
{
    Ok = 0,
    SomeFailed = 1,
    Usage = 2,
    CannotConnect = 3,
    NotTrusted = 4,
    LoginRefused = 5,
    Refused = 6,
    LocalDisk = 7,
    ProofFailed = 8,
    Cancelled = 130,
}
