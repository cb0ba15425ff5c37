using Microsoft.Extensions.Logging;

namespace Sealift.Transfer;

/// <summary>Everything the engine logs. Event ids: 400 runs, 420 files. Secrets are in none.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(420, LogLevel.Warning, "The unfinished file {Part} remains: {Reason}")]
    public static partial void PartRemains(this ILogger logger, string part, string reason);

    [LoggerMessage(421, LogLevel.Information, "The confirmation of {File} was lost ({Reason}); looking at what is there")]
    public static partial void ReplyLost(this ILogger logger, string file, string reason);

    [LoggerMessage(422, LogLevel.Information, "{File} failed: {Reason}; trying again in {Seconds:0.0} s")]
    public static partial void WillRetry(this ILogger logger, string file, string reason, double seconds);

    [LoggerMessage(424, LogLevel.Information, "{File} travels on one session fewer: {Reason}")]
    public static partial void SegmentSessionFailed(this ILogger logger, string file, string reason);

    [LoggerMessage(425, LogLevel.Information, "{File} begins again, because the server takes no offset: {Reason}")]
    public static partial void CannotResume(this ILogger logger, string file, string reason);

    [LoggerMessage(423, LogLevel.Error, "The journal does not take what became of {File}: {Reason}")]
    public static partial void JournalFailed(this ILogger logger, string file, string reason);
}
