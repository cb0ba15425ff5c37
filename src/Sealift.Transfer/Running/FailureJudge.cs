using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>Reads the class of a failure from its type, its codes and the side it happened on; never from the text of a reply.</summary>
internal static class FailureJudge
{
    public static TransferFailure Judge(FtpPath path, Exception exception, bool isSource) =>
        new(path, ClassOf(exception, isSource), CauseOf(path, exception, isSource)) { Hint = HintOf(exception), Exception = exception };

    /// <summary>Whether the same file may succeed later without anybody doing something.</summary>
    public static bool IsWorthRetrying(FailureClass failure) => failure is
        FailureClass.Transient or FailureClass.SourceChanged or FailureClass.NotProven or FailureClass.TargetFull;

    /// <summary>Whether no other file of the run can succeed either.</summary>
    public static bool EndsRun(FailureClass failure) => failure is FailureClass.LoginRefused or FailureClass.NotSecure;

    /// <summary>The code in the catalogue of errors.</summary>
    public static string CodeOf(FailureClass failure, Exception? exception) => (failure, exception) switch
    {
        (_, NotProvenException { IsForGood: true }) => "SL-DATA-13",
        (FailureClass.SourceChanged, _) => "SL-TREE-01",
        (FailureClass.NotProven, not FtpDataException) => "SL-TREE-02",
        (FailureClass.SourceMissing, _) => "SL-TREE-05",
        (_, FtpException ftp) => ftp.Code,
        (_, FileStoreException { InnerException: FtpException ftp }) => ftp.Code,
        (_, FileStoreException store) => store.Code,
        (FailureClass.Transient, _) => "SL-NET-04",
        (FailureClass.SourceRefused or FailureClass.TargetRefused, _) => "SL-REPLY-10",
        (FailureClass.TargetFull, _) => "SL-DATA-05",
        (FailureClass.TargetUnusable, _) => "SL-FILE-08",
        (FailureClass.LoginRefused, _) => "SL-AUTH-01",
        (FailureClass.NotSecure, _) => "SL-TLS-04",
        (FailureClass.Dependent, _) => "SL-TREE-03",
        (FailureClass.Planned, _) => "SL-TREE-04",
        _ => "SL-CLI-03",
    };

    private static FailureClass ClassOf(Exception exception, bool isSource) => exception switch
    {
        SourceChangedException => FailureClass.SourceChanged,
        NotProvenException { IsForGood: true } => FailureClass.TargetRefused,
        NotProvenException => FailureClass.NotProven,
        FtpAuthenticationException { IsTransient: true } => FailureClass.Transient,
        FtpAuthenticationException => FailureClass.LoginRefused,
        FtpTlsException { IsTransient: true } => FailureClass.Transient,
        FtpTlsException { Failure: null or Tls.TlsFailure.NotTrusted or Tls.TlsFailure.CertificateChanged } => FailureClass.NotSecure,

        // A handshake that the server refused on a data connection: its sessions may have grown too old for it (F23).
        FtpTlsException => FailureClass.Transient,
        FtpReplyException reply => ClassOf(reply, isSource),
        FtpDataException { Failure: FtpDataFailure.OffsetIgnored } => FailureClass.NotProven,
        FtpDataException => FailureClass.Transient,
        FtpSiteCopyException { Failure: FtpSiteCopyFailure.NotProven } => FailureClass.NotProven,
        FtpProtocolException => FailureClass.Transient,
        FtpConnectionException { IsTransient: true } or FtpConnectionException { Failure: FtpConnectionFailure.UnknownHost } => FailureClass.Transient,
        FtpException => isSource ? FailureClass.SourceRefused : FailureClass.TargetRefused,
        FileStoreException { InnerException: FtpReplyException { IsTransient: true, Reply.Code: not 452 } or FtpReplyException { Reply.Code: 522 } } => FailureClass.Transient,
        FileStoreException store => ClassOf(store.Error, isSource),
        TimeoutException => FailureClass.Transient,
        _ => FailureClass.Unexpected,
    };

    /// <summary>Whether the server takes no offsets: what is there cannot be gone on with, and nothing else is wrong (F15).</summary>
    public static bool IsOffsetRefused(FtpReplyException refusal) => refusal is { Command.Verb: "REST", Reply.IsPermanentNegative: true };

    /// <summary>Whether an answer is missing. A refusal is one; a connection that ended or fell silent is none.</summary>
    public static bool IsReplyLost(FtpException e) => e is FtpConnectionException { Reply: null or { Code: 421 } };

    private static FailureClass ClassOf(FtpReplyException refusal, bool isSource) => refusal.Reply.Code switch
    {
        _ when IsOffsetRefused(refusal) => FailureClass.NotProven,

        // RFC 959 section 4.2.2: no room, now (452) or for this user (552).
        452 or 552 => FailureClass.TargetFull,
        530 => FailureClass.Transient, // in the middle of a session: a new login will tell (F20)
        522 => FailureClass.Transient, // RFC 4217 section 10: the server did not find the TLS session; a new one may do
        >= 400 and < 500 => FailureClass.Transient,
        550 when isSource => FailureClass.SourceMissing,
        _ => isSource ? FailureClass.SourceRefused : FailureClass.TargetRefused,
    };

    private static FailureClass ClassOf(FileStoreError error, bool isSource) => error switch
    {
        FileStoreError.NoSpace when !isSource => FailureClass.TargetFull,
        FileStoreError.ReadOnly when !isSource => FailureClass.TargetUnusable,
        FileStoreError.NotFound when isSource => FailureClass.SourceMissing,
        _ => isSource ? FailureClass.SourceRefused : FailureClass.TargetRefused,
    };

    private static string CauseOf(FtpPath path, Exception exception, bool isSource) => exception switch
    {
        // The store names the unfinished file, which tells nobody anything: the disk is what is full.
        FileStoreException { Error: FileStoreError.NoSpace } when !isSource => "There is no space left on the target's disk.",
        FileStoreException store => WithoutPath(path, store),
        _ => exception.Message,
    };

    // The cause stands beside the path of the file. The store begins with that path too, or with the name of the unfinished file.
    private static string WithoutPath(FtpPath path, FileStoreException exception)
    {
        var prefix = $"{TerminalText.Escape(exception.Path.ToString())}: ";
        var isSaid = exception.Path.Name == path.Name || exception.Path.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal);
        return isSaid && exception.Message.StartsWith(prefix, StringComparison.Ordinal) ? exception.Message[prefix.Length..] : exception.Message;
    }

    private static string? HintOf(Exception exception) => exception switch
    {
        FtpException ftp => ftp.Hint,
        FileStoreException { InnerException: FtpException ftp } => ftp.Hint,
        NotProvenException proof => proof.Hint,
        FileStoreException { Error: FileStoreError.NoSpace } => "Make room on the target's disk and run it again: what is there is not copied a second time.",
        _ => null,
    };
}
