using System.Collections.Frozen;
using System.Globalization;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Events;
using Sealift.Tls;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>What a command is told about an event: as whole arguments ({path}) and in its environment (SEALIFT_PATH).</summary>
internal static class HookFacts
{
    private static readonly FrozenDictionary<string, Func<FtpServerEvent, FtpSessionStatus, string?>> All = new Dictionary<string, Func<FtpServerEvent, FtpSessionStatus, string?>>
    {
        ["event"] = (happened, _) => happened.Name,
        ["time"] = (happened, _) => happened.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["session"] = (_, session) => session.Id.ToString(CultureInfo.InvariantCulture),
        ["user"] = (_, session) => session.UserName,
        ["address"] = (_, session) => session.Peer.Address.ToString(),
        ["host"] = (_, session) => session.Host,
        ["path"] = (happened, _) => PathOf(happened)?.ToString(),
        ["target"] = (happened, _) => (happened as FileChanged)?.Target?.ToString(),
        ["file"] = (happened, session) => LocalFile(session, (happened as FileChanged)?.Target ?? PathOf(happened)),
        ["bytes"] = (happened, _) => (happened as TransferEnded)?.Bytes.ToString(CultureInfo.InvariantCulture),
        ["seconds"] = (happened, _) => (happened as TransferEnded)?.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),
        ["code"] = (happened, _) => ((happened as TransferEnded)?.Code ?? (happened as LoginFailed)?.Code)?.ToString(CultureInfo.InvariantCulture),
        ["tls"] = (_, session) => session.Protection is { } tls ? tls.Version == TlsVersion.Tls13 ? "1.3" : "1.2" : null,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys.Order(StringComparer.Ordinal);

    public static bool IsKnown(string name) => All.ContainsKey(name);

    /// <summary>A fact; empty where the event has none of that kind.</summary>
    public static string Find(string name, FtpServerEvent happened) => All[name](happened, ((FtpSessionEvent)happened).Session) ?? "";

    public static FtpPath? PathOf(FtpServerEvent happened) => happened switch
    {
        TransferEnded transfer => transfer.Path,
        FileChanged change => change.Path,
        _ => null,
    };

    private static string? LocalFile(FtpSessionStatus session, FtpPath? path) =>
        path is not null && session.User?.Store is LocalFileStore store ? Path.Join(store.Root, path.ToString().TrimStart('/')) : null;
}
