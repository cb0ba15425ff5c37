using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Sites;
using Sealift.Tls;
using Sealift.Tls.Trust;
using Sealift.Transfer.Planning;
using Sealift.Transfer.State;

namespace Sealift.Cli.Output;

/// <summary>Turns what was thrown into words, a hint and an exit code. No exception reaches the user in any other form.</summary>
internal static class FailureReport
{
    /// <summary>What to tell about an exception. Only what the user ended has no hint.</summary>
    public static Failure Describe(Exception exception)
    {
        var failure = Classify(exception);
        return failure with { Hint = failure.Hint ?? HintFor(failure.ExitCode), IsAboutConnection = IsAboutConnection(exception) };
    }

    // Besides connections that do not come about: those for data that the server refuses (RFC 959 section 5.4, RFC 4217 section 10).
    private static bool IsAboutConnection(Exception exception) => exception switch
    {
        FtpConnectionException => true,
        FtpTlsException e => e.Failure is not (TlsFailure.TrustStoreUnusable or TlsFailure.RevocationListUnusable or TlsFailure.OwnCertificate or TlsFailure.BackendMissing),
        FtpProtocolException => true,
        FtpReplyException e => e.Reply.Code is 425 or 426 or 431 or 521 or 522 or 534 or 536,
        _ => false,
    };

    private static Failure Classify(Exception exception) => exception switch
    {
        CommandException e => new Failure(e.ExitCode, e.Message, e.Hint, e.Code),
        OperationCanceledException => new Failure(ExitCode.Cancelled, "cancelled", null, null),
        FtpAuthenticationException e => new Failure(ExitCode.LoginRefused, e.Message, e.Hint, e.Code),
        FtpTlsException { InnerException: TlsException { Known: { } known, Certificate: { } certificate } } e => new Failure(
            ExitCode.NotTrusted,
            ChangeTable.Write(known, KnownHost.From(known.Host, known.Port, certificate, known.Added), Terminal.ErrorWidth),
            e.Hint,
            e.Code),
        FtpTlsException e => new Failure(CodeOf(e.Failure), e.Message, e.Hint, e.Code),
        FtpConnectionException e => new Failure(ExitCode.CannotConnect, e.Message, e.Hint ?? HintFor(e.Failure), e.Code),
        FtpSiteCopyException e => new Failure(
            e.Failure == FtpSiteCopyFailure.NotProven ? ExitCode.ProofFailed : ExitCode.Refused, e.Message, e.Hint, e.Code),
        FtpDataException e => new Failure(ExitCode.ProofFailed, e.Message, e.Hint, e.Code),
        FtpReplyException e => new Failure(ExitCode.Refused, e.Message, e.Hint, e.Code),
        FtpEncodingException e => new Failure(ExitCode.Usage, e.Message, e.Hint, e.Code),
        FtpServerException e => new Failure(ExitCode.CannotConnect, e.Message, e.Hint ?? "Choose another --port or --listen.", e.Code),
        FtpException e => new Failure(
            ExitCode.CannotConnect, e.Message, e.Hint ?? "The other side does not follow the FTP protocol; check the host and the port.", e.Code),
        TlsException e => new Failure(CodeOf(e.Failure), e.Message, e.Hint, e.Code),
        FileStoreException e => new Failure(ExitCode.LocalDisk, e.Message, HintFor(e.Error), e.Code),
        UnauthorizedAccessException e => new Failure(ExitCode.LocalDisk, e.Message, "Check the permissions of the file and of its directory.", FailureCode.NotPermitted),
        IOException e => new Failure(ExitCode.LocalDisk, e.Message, null, FailureCode.LocalDisk),
        SiteException e => new Failure(CodeOf(e.Failure), e.Message, e.Hint, e.Code),
        TransferPlanException e => new Failure(ExitCode.Usage, e.Message, e.Hint, FailureCode.Usage),
        StateException e => new Failure(ExitCode.LocalDisk, e.Message, e.Hint, e.Code),
        FormatException e => new Failure(ExitCode.Usage, e.Message, null, FailureCode.Usage),
        _ => new Failure(
            ExitCode.SomeFailed,
            $"something unexpected happened: {exception.GetType().Name}: {exception.Message}",
            "This is a defect of sealift; please report the command and this line.",
            FailureCode.Defect),
    };

    private static string? HintFor(ExitCode code) => code switch
    {
        ExitCode.Usage => "\"sealift --help\" shows what is possible.",
        ExitCode.CannotConnect => "Check the host, the port and the network, and try again.",
        ExitCode.NotTrusted => "Check the host and the port; nothing was sent in clear text.",
        ExitCode.LoginRefused => "Check the user (--user) and the password.",
        ExitCode.Refused => "The server's own log may say more.",
        ExitCode.LocalDisk => "Check the local path, its permissions and the space on its disk.",
        ExitCode.ProofFailed => "What arrived was discarded, and no file was replaced. Try again.",
        _ => null,
    };

    // An end without close_notify is not a matter of trust: the bytes are there, the proof that they are all is not.
    private static ExitCode CodeOf(TlsFailure? failure) => failure switch
    {
        TlsFailure.Truncated => ExitCode.ProofFailed,
        TlsFailure.RevocationListUnusable => ExitCode.LocalDisk,
        _ => ExitCode.NotTrusted,
    };

    private static ExitCode CodeOf(SiteFailure failure) => failure switch
    {
        SiteFailure.NotFound => ExitCode.Usage,
        SiteFailure.WrongPassphrase => ExitCode.LoginRefused,
        _ => ExitCode.LocalDisk,
    };

    private static string? HintFor(FtpConnectionFailure failure) => failure switch
    {
        FtpConnectionFailure.UnknownHost => "Check the spelling of the host and this machine's name service.",
        FtpConnectionFailure.Refused => "Nothing listens there: check the port. ftpes:// means port 21, ftps:// means port 990.",
        FtpConnectionFailure.Unreachable => "Check the network and whether a firewall is in between.",
        FtpConnectionFailure.Timeout => "The server did not answer in time: check the port, a firewall, or give more time with --timeout.",
        FtpConnectionFailure.NotFtp => "Another service listens on this port. ftpes:// means port 21, ftps:// means port 990.",
        FtpConnectionFailure.Proxy => "Check --proxy or ALL_PROXY; --proxy none connects directly.",
        FtpConnectionFailure.Closed => "The server ended the connection; it may be busy or limit connections. Try again.",
        _ => null,
    };

    private static string? HintFor(FileStoreError error) => error switch
    {
        FileStoreError.NotFound => "Check the local path.",
        FileStoreError.NotPermitted => "Check the permissions of the local file and of its directory.",
        FileStoreError.NoSpace => "Free some space or choose another directory; the old file is untouched.",
        FileStoreError.ReadOnly => "Choose another local directory.",
        FileStoreError.IsADirectory => "Give a file name for LOCAL.",
        FileStoreError.NameNotValid => "Give another name for LOCAL.",
        _ => null,
    };
}
