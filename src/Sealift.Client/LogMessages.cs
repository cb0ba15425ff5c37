using Microsoft.Extensions.Logging;

namespace Sealift.Client;

/// <summary>Every log message of the client. Event ids: 1xx connection, 2xx commands, 3xx data connections.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(100, LogLevel.Debug, "Connected to {Peer}")]
    public static partial void Connected(this ILogger logger, string peer);

    [LoggerMessage(101, LogLevel.Debug, "Control connection secured: {Tls}")]
    public static partial void ControlSecured(this ILogger logger, string tls);

    [LoggerMessage(102, LogLevel.Information, "{Host} does not answer pipelined commands; connecting again without")]
    public static partial void PipeliningRefused(this ILogger logger, string host);

    [LoggerMessage(103, LogLevel.Warning, "The session with {Host} is in clear text: PlaintextUnsafe was asked for")]
    public static partial void Plaintext(this ILogger logger, string host);

    [LoggerMessage(104, LogLevel.Warning, "Commands to {Host} go on in clear text: ClearCommandsUnsafe was asked for")]
    public static partial void CommandsInClear(this ILogger logger, string host);

    [LoggerMessage(105, LogLevel.Warning, "Data connections with {Host} are in clear text: ClearDataUnsafe was asked for")]
    public static partial void DataInClear(this ILogger logger, string host);

    [LoggerMessage(110, LogLevel.Information, "{Host} takes no more than {Limit} sessions of this login now: {Reason}")]
    public static partial void SessionLimitLearnt(this ILogger logger, string host, int limit, string reason);

    [LoggerMessage(111, LogLevel.Information, "{Host} is busy and is asked again: {Reason}")]
    public static partial void ServerBusy(this ILogger logger, string host, string reason);

    [LoggerMessage(112, LogLevel.Debug, "An idle session with {Host} has ended; another takes its place")]
    public static partial void SessionReplaced(this ILogger logger, string host);

    [LoggerMessage(113, LogLevel.Debug, "A session with {Host} ended without a goodbye: {Reason}")]
    public static partial void SessionEnded(this ILogger logger, string host, string reason);

    [LoggerMessage(114, LogLevel.Warning, "{Count} sessions with {Host} were still rented and were cut off: {Reason}")]
    public static partial void SessionsCutOff(this ILogger logger, string host, int count, string reason);

    [LoggerMessage(115, LogLevel.Warning, "The unfinished copy {Path} may remain on {Host}: {Reason}")]
    public static partial void PartRemains(this ILogger logger, string host, string path, string reason);

    [LoggerMessage(200, LogLevel.Trace, "> {Command}")]
    public static partial void CommandSent(this ILogger logger, string command);

    [LoggerMessage(201, LogLevel.Trace, "< {Reply}")]
    public static partial void ReplyReceived(this ILogger logger, string reply);

    [LoggerMessage(300, LogLevel.Debug, "Data connection to {Peer} secured: {Tls}")]
    public static partial void DataSecured(this ILogger logger, string peer, string tls);

    [LoggerMessage(301, LogLevel.Information, "The server announced {Announced} for data; the control peer's {Used} is used")]
    public static partial void PassiveHostIgnored(this ILogger logger, string announced, string used);

    [LoggerMessage(302, LogLevel.Warning, "{Stranger} connected to the data port and was turned away: only {Server} is awaited")]
    public static partial void StrangerTurnedAway(this ILogger logger, string stranger, string server);

    [LoggerMessage(310, LogLevel.Information, "{Host} has no compression (MODE Z); going on without")]
    public static partial void CompressionRefused(this ILogger logger, string host);
}
