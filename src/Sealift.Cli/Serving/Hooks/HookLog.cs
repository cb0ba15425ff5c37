using Microsoft.Extensions.Logging;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>What hooks log; numbers from 1500. An address is never named: it may be a secret.</summary>
internal static partial class HookLog
{
    [LoggerMessage(1500, LogLevel.Information, "Hook {Hook}: {Event} of session {Session} done in {Seconds:0.000} s{Output}")]
    public static partial void Done(ILogger logger, string hook, string @event, long session, double seconds, string output);

    [LoggerMessage(1501, LogLevel.Warning, "Hook {Hook}: {Event} of session {Session} failed, attempt {Attempt}, tried again in {Seconds} s: {Reason}")]
    public static partial void TriedAgain(ILogger logger, string hook, string @event, long session, int attempt, double seconds, string reason);

    [LoggerMessage(1502, LogLevel.Error, "Hook {Hook}: {Event} of session {Session} given up after {Attempts} attempts: {Reason}")]
    public static partial void GivenUp(ILogger logger, string hook, string @event, long session, int attempts, string reason);

    [LoggerMessage(1503, LogLevel.Error, "Hook {Hook}: too much waits, {Event} of session {Session} is left out ({Count} so far)")]
    public static partial void LeftOut(ILogger logger, string hook, string @event, long session, long count);

    [LoggerMessage(1504, LogLevel.Error, "Hook {Hook}: {Count} events were not worked on before the end")]
    public static partial void NotDone(ILogger logger, string hook, int count);
}
