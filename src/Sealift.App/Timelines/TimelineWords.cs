using System.Globalization;
using Sealift.App.Live;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Timeline;

namespace Sealift.App.Timelines;

/// <summary>Sessions and events in short words.</summary>
internal static class TimelineWords
{
    /// <summary>When an event was, from the beginning of its session.</summary>
    public static string When(TimelineEvent happened) => string.Create(CultureInfo.InvariantCulture, $"{happened.At.TotalSeconds:0.000} s");

    /// <summary>The connection.</summary>
    public static string Where(int channel) => channel == 0 ? "control connection" : string.Create(CultureInfo.InvariantCulture, $"data connection {channel}");

    /// <summary>What has become of a session.</summary>
    public static string State(SessionFacts facts) => facts switch
    {
        { IsOpen: true } => "open",
        { Error: not null } => "failed",
        { Events: 0 } => "connecting",
        _ => "closed",
    };

    /// <summary>The data connections of a session; empty where there were none.</summary>
    public static string Data(SessionFacts facts) => facts.DataConnections == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{facts.Resumed} of {facts.DataConnections} data connections resumed, {SizeText.Of(facts.Bytes)}");

    /// <summary>The first line of an event's words.</summary>
    public static string Line(TimelineEvent happened) => TimelineSheet.Describe(happened).ReplaceLineEndings(" ");

    /// <summary>A server's name for display.</summary>
    public static string Server(SessionRecord record) => TerminalText.Escape(record.Server);
}
