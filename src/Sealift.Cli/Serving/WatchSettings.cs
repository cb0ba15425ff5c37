using System.CommandLine;
using System.Globalization;
using System.Net;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;

namespace Sealift.Cli.Serving;

/// <summary>The options of "sealift serve" about seeing and running the server.</summary>
internal sealed class WatchSettings
{
    private readonly Option<string?> _audit = new("--audit") { HelpName = "FILE", Description = "Append every login, transfer and change to this file, a JSON object a line (docs/telemetry.md). It is made for you alone; a rotation is noticed, and SIGHUP opens it again." };
    private readonly Option<string?> _monitor = new("--monitor") { HelpName = "[ADDRESS:]PORT", Description = "Answer HTTP here: /metrics (Prometheus), /healthz, /sessions, and each session's timeline as a picture. This machine only, unless --allow monitor-network; everybody on it can look." };
    private readonly Option<string?> _timelines = new("--timelines") { HelpName = "DIR", Description = "Keep a recording of each session in this directory, the newest 1,000; \"sealift trace --replay FILE\" draws one." };
    private readonly Option<string?> _hooks = new("--hooks") { HelpName = "FILE", Description = "Run commands, or call web addresses, after uploads, downloads, logins and the like, as this TOML file says (docs/server.md)." };
    private readonly Option<string?> _log = new Option<string?>("--log") { HelpName = "LEVEL", Description = "Log plain lines on stderr, also on a terminal: error, warning, info or debug. Default in a pipe: info." }.AcceptOnlyFromAmong("error", "warning", "info", "debug");
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Nothing but warnings and errors on stderr, and no live view." };
    private readonly Option<string?> _stopTimeout = new("--stop-timeout") { HelpName = "TIME", Description = "How long running transfers may go on when the server is stopped: 30s, 5m. Default: 30s. A second signal ends them at once." };

    public IReadOnlyList<Option> All => [_audit, _monitor, _timelines, _hooks, _log, _quiet, _stopTimeout];

    public string? Audit(ParseResult arguments) => arguments.GetValue(_audit);

    public string? Timelines(ParseResult arguments) => arguments.GetValue(_timelines);

    public string? Hooks(ParseResult arguments) => arguments.GetValue(_hooks);

    public string? Log(ParseResult arguments) => arguments.GetValue(_quiet) ? "warning" : arguments.GetValue(_log);

    public TimeSpan StopTimeout(ParseResult arguments)
    {
        if (arguments.GetValue(_stopTimeout) is not { } text) return TimeSpan.FromSeconds(30);
        return AmountText.FindTime(text) is { } time && time > TimeSpan.Zero && time <= TimeSpan.FromDays(1)
            ? time
            : throw CommandException.Usage($"--stop-timeout: \"{text}\" is no time up to a day.", "Write 30s, 5m or 1h.");
    }

    /// <summary>Where the monitor listens; null where there is none.</summary>
    public IPEndPoint? Monitor(ParseResult arguments, bool allowsNetwork)
    {
        if (arguments.GetValue(_monitor) is not { } text) return null;
        const string Hint = "Write PORT for this machine, ADDRESS:PORT for another address of it: 9100, [::1]:9100.";
        var endPoint = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new IPEndPoint(IPAddress.Loopback, port)
            : text.Contains(':', StringComparison.Ordinal) && !IPAddress.TryParse(text, out _) && IPEndPoint.TryParse(text, out var parsed)
                ? parsed
                : throw CommandException.Usage($"--monitor: \"{text}\" is no address and port.", Hint);
        return allowsNetwork || IPAddress.IsLoopback(endPoint.Address)
            ? endPoint
            : throw CommandException.Usage(
                $"--monitor {endPoint} would show users, addresses and file names to the network, in clear text.", "Use 127.0.0.1, or say --allow monitor-network.");
    }
}
