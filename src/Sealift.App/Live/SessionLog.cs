using System.Globalization;
using Sealift.Core.Timeline;

namespace Sealift.App.Live;

/// <summary>What of a session's events is a line of the log, in words.</summary>
internal static class SessionLog
{
    /// <summary>The line of an event; null for one that is part of the picture only.</summary>
    public static (LogLevel Level, string Text)? Describe(TimelineEvent happened) => happened switch
    {
        CommandSent e => (LogLevel.Information, $"> {e.Command}"),
        // A refusal may be what was asked for, as with a file that is not there yet. Who cannot go on says so in a line of its own.
        ReplyReceived e => (LogLevel.Information, $"< {e.Reply.Code} {string.Join(" | ", e.Reply.Lines.Select(static line => line.Trim()))}"),
        ConnectionOpened { Channel: 0 } e => (LogLevel.Information, $"connected to {e.Peer}"),
        ConnectionFailed e => (LogLevel.Error, $"no connection to {e.Peer}: {e.Error}"),
        ChannelSecured { Channel: 0 } e => (LogLevel.Information, $"secured by {e.Version}, {e.Suite}"),
        ChannelSecured e => (LogLevel.Debug, $"data connection {e.Channel} secured, {(e.Resumed ? "session resumed" : "new session")}"),
        CertificateTrusted e => (LogLevel.Information, $"certificate trusted: {e.Reason}"),
        DataTransferred e => (LogLevel.Debug, string.Create(CultureInfo.InvariantCulture, $"data connection {e.Channel}: {e.Bytes} bytes {(e.FromServer ? "received" : "sent")}")),
        ConnectionClosed { Error: { } error } => (LogLevel.Error, $"connection lost: {error}"),
        ConnectionClosed { Channel: 0 } => (LogLevel.Information, "connection closed"),
        TimelineNote e => (LogLevel.Warning, e.Text),
        _ => null,
    };
}
