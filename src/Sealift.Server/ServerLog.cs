using System.Net;
using Microsoft.Extensions.Logging;

namespace Sealift.Server;

/// <summary>
/// Every event the server logs. Numbers: 1000 the server, 1100 sessions, 1200 logins, 1300 commands, 1400 data connections and
/// transfers. Texts that come from a client are escaped before they get here; passwords never do.
/// </summary>
internal static partial class ServerLog
{
    [LoggerMessage(1000, LogLevel.Information, "Listening on {EndPoint}, {Mode} TLS")]
    public static partial void Listening(ILogger logger, IPEndPoint endPoint, string mode);

    [LoggerMessage(1001, LogLevel.Information, "Stopping: {Sessions} sessions have {Seconds} s to finish")]
    public static partial void Stopping(ILogger logger, int sessions, double seconds);

    [LoggerMessage(1002, LogLevel.Warning, "{Sessions} sessions did not finish in time: their transfers are ended")]
    public static partial void Cutting(ILogger logger, int sessions);

    [LoggerMessage(1003, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1004, LogLevel.Error, "No connection could be accepted on {EndPoint}")]
    public static partial void AcceptFailed(ILogger logger, Exception exception, IPEndPoint endPoint);

    [LoggerMessage(1005, LogLevel.Warning, "TLS is not required: passwords and files may travel in clear text")]
    public static partial void ClearTextAllowed(ILogger logger);

    [LoggerMessage(1006, LogLevel.Information, "New sessions get another certificate: {Subject}, good until {NotAfter:u}")]
    public static partial void CertificateReplaced(ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(1007, LogLevel.Error, "A listener failed at {Event}")]
    public static partial void ListenerFailed(ILogger logger, Exception exception, string @event);

    [LoggerMessage(1008, LogLevel.Warning, "{Sessions} sessions took no leave and are closed")]
    public static partial void Closing(ILogger logger, int sessions);

    [LoggerMessage(1009, LogLevel.Error, "The audit log {Path} cannot be written, lines wait: {Reason}")]
    public static partial void AuditBroken(ILogger logger, string path, string reason);

    [LoggerMessage(1010, LogLevel.Warning, "The audit log {Path} is written again")]
    public static partial void AuditGoesOn(ILogger logger, string path);

    [LoggerMessage(1011, LogLevel.Information, "The users are new, {Count} in all; sessions go on as they began")]
    public static partial void UsersReplaced(ILogger logger, int count);

    [LoggerMessage(1100, LogLevel.Information, "Session {Session} of {Peer} began")]
    public static partial void SessionBegan(ILogger logger, long session, IPEndPoint peer);

    [LoggerMessage(1101, LogLevel.Information, "Session {Session} ended: {Reason}")]
    public static partial void SessionEnded(ILogger logger, long session, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "{Peer} was refused: too many sessions")]
    public static partial void TooManySessions(ILogger logger, EndPoint? peer);

    [LoggerMessage(1103, LogLevel.Error, "Session {Session} failed")]
    public static partial void SessionFailed(ILogger logger, Exception exception, long session);

    [LoggerMessage(1104, LogLevel.Debug, "Session {Session}, channel {Channel}: {Tls}")]
    public static partial void Secured(ILogger logger, long session, int channel, string tls);

    [LoggerMessage(1200, LogLevel.Information, "Session {Session}: {User} logged in")]
    public static partial void LoggedIn(ILogger logger, long session, string user);

    [LoggerMessage(1201, LogLevel.Warning, "Session {Session}: login of {User} from {Peer} failed ({Count} in this session)")]
    public static partial void LoginFailed(ILogger logger, long session, string user, IPEndPoint peer, int count);

    [LoggerMessage(1202, LogLevel.Warning, "Session {Session}: {User} from {Peer} is refused: {Reason}")]
    public static partial void LoginBarred(ILogger logger, long session, string user, IPEndPoint peer, string reason);

    [LoggerMessage(1203, LogLevel.Warning, "{What} is locked out for {Minutes:0.#} minutes after {Count} wrong passwords")]
    public static partial void LockedOut(ILogger logger, string what, int count, double minutes);

    [LoggerMessage(1204, LogLevel.Warning, "Session {Session}: {User} has {Max} sessions already")]
    public static partial void TooManyOfUser(ILogger logger, long session, string user, int? max);

    [LoggerMessage(1300, LogLevel.Debug, "Session {Session} < {Command}")]
    public static partial void CommandReceived(ILogger logger, long session, string command);

    [LoggerMessage(1301, LogLevel.Debug, "Session {Session} > {Code} {Text}")]
    public static partial void ReplySent(ILogger logger, long session, int code, string text);

    [LoggerMessage(1302, LogLevel.Error, "Session {Session}: {Verb} failed")]
    public static partial void CommandFailed(ILogger logger, Exception exception, long session, string verb);

    [LoggerMessage(1303, LogLevel.Information, "Session {Session}: {Verb} refused by the store: {Reason}")]
    public static partial void StoreRefused(ILogger logger, long session, string verb, string reason);

    [LoggerMessage(1400, LogLevel.Warning, "Session {Session}: {Peer} came to a data port that waits for {Client}, and was shown out")]
    public static partial void Stranger(ILogger logger, long session, EndPoint? peer, IPAddress client);

    [LoggerMessage(1401, LogLevel.Information, "Session {Session}: {Verb} {Path}, {Bytes} bytes in {Seconds:0.000} s, {Code} {Result}")]
    public static partial void Transferred(
        ILogger logger, long session, string verb, string path, long bytes, double seconds, int code, string result);

    [LoggerMessage(1403, LogLevel.Warning, "Session {Session}: {Verb} named {EndPoint}, which is not the client's; refused")]
    public static partial void BounceRefused(ILogger logger, long session, string verb, IPEndPoint endPoint);

    [LoggerMessage(1404, LogLevel.Information, "Session {Session}: no connection to {EndPoint}: {Reason}")]
    public static partial void DialFailed(ILogger logger, long session, IPEndPoint endPoint, string reason);

    [LoggerMessage(1405, LogLevel.Warning, "Session {Session}: commands go on in clear text (CCC)")]
    public static partial void CommandsCleared(ILogger logger, long session);

    [LoggerMessage(1402, LogLevel.Warning, "Session {Session}: a listing left out {Count} names that cannot be written in one line")]
    public static partial void NamesLeftOut(ILogger logger, long session, int count);
}
