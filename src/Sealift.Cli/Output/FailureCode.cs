namespace Sealift.Cli.Output;

/// <summary>The codes of the failures that the commands find themselves; those of the libraries come with their exceptions.</summary>
internal static class FailureCode
{
    public const string Usage = "SL-CLI-01";
    public const string PartOfTheWork = "SL-CLI-02";
    public const string Defect = "SL-CLI-03";
    public const string NoPassword = "SL-AUTH-05";
    public const string NotThere = "SL-PATH-01";
    public const string InTheWay = "SL-PATH-02";
    public const string NotConfirmed = "SL-TRUST-07";
    public const string KeyChanged = "SL-TRUST-02";
    public const string SizesDiffer = "SL-DATA-11";
    public const string ChecksumsDiffer = "SL-DATA-12";
    public const string NoChecksum = "SL-DATA-13";
    public const string NameUntold = "SL-DATA-14";
    public const string NoLocalFile = "SL-FILE-01";
    public const string LocalFileExists = "SL-FILE-02";
    public const string NotPermitted = "SL-FILE-03";
    public const string LocalFileNeeded = "SL-FILE-05";
    public const string LocalName = "SL-FILE-09";
    public const string LocalDisk = "SL-FILE-10";
    public const string NameNotTaken = "SL-REPLY-02";
    public const string Refused = "SL-REPLY-10";
    public const string OwnCertificate = "SL-TLS-13";
    public const string RevocationList = "SL-TRUST-05";
    public const string LoginRefused = "SL-AUTH-01";
    public const string CannotListen = "SL-SERVE-01";
    public const string ServerFile = "SL-SERVE-02";
    public const string NoConnection = "SL-NET-05";
    public const string SourceChanged = "SL-TREE-01";
    public const string NotProven = "SL-TREE-02";
    public const string DirectoryFailed = "SL-TREE-03";
    public const string NotPlanned = "SL-TREE-04";
    public const string SourceVanished = "SL-TREE-05";

    /// <summary>The code of a failure of which only the exit code is known; null for what is none.</summary>
    public static string? Of(ExitCode exitCode) => exitCode switch
    {
        ExitCode.SomeFailed => PartOfTheWork,
        ExitCode.Usage => Usage,
        ExitCode.CannotConnect => NoConnection,
        ExitCode.NotTrusted => OwnCertificate,
        ExitCode.LoginRefused => LoginRefused,
        ExitCode.Refused => Refused,
        ExitCode.LocalDisk => LocalDisk,
        ExitCode.ProofFailed => SizesDiffer,
        _ => null,
    };
}
