namespace Sealift.Server.Events;

/// <summary>What the events are called outside of the code.</summary>
internal static class EventNames
{
    public static string Of(FtpServerEvent happened) => happened switch
    {
        ServerStarted => "server-started",
        ServerStopping => "server-stopping",
        ServerStopped => "server-stopped",
        ConnectionRefused => "connection-refused",
        SessionStarted => "session-started",
        SessionSecured => "session-secured",
        SessionEnded => "session-ended",
        LoginSucceeded => "login",
        LoginFailed => "login-failed",
        LockedOut => "lock-out",
        TransferStarted => "transfer-started",
        TransferEnded { Kind: FtpTransferKind.Upload, IsComplete: true } => "upload",
        TransferEnded { Kind: FtpTransferKind.Upload } => "upload-failed",
        TransferEnded { Kind: FtpTransferKind.Download, IsComplete: true } => "download",
        TransferEnded { Kind: FtpTransferKind.Download } => "download-failed",
        TransferEnded { IsComplete: true } => "listing",
        TransferEnded => "listing-failed",
        FileChanged { Verb: "DELE" } => "delete",
        FileChanged { Verb: "RNTO" } => "rename",
        FileChanged { Verb: "MKD" } => "mkdir",
        FileChanged { Verb: "RMD" } => "rmdir",
        FileChanged { Verb: "COMB" } => "join",
        FileChanged => "facts",
        CommandRefused => "refused",
        _ => throw new NotSupportedException($"{happened.GetType().Name} has no name."),
    };
}
