using Sealift.Core.Timeline;

namespace Sealift.App.Timelines;

/// <summary>Which events of a session are looked at.</summary>
public sealed record TimelineFilter
{
    /// <summary>What must be in the words of the event, whatever the case; empty for anything.</summary>
    public string Word { get; init; } = "";

    /// <summary>The connection: 0 is the control connection, 1 and up are data connections; null for all.</summary>
    public int? Channel { get; init; }

    /// <summary>The kinds.</summary>
    public EventKind Kinds { get; init; } = EventKind.All;

    /// <summary>Whether something is left out.</summary>
    public bool IsNarrow => Word.Length > 0 || Channel is not null || Kinds != EventKind.All;

    /// <summary>Whether an event is looked at.</summary>
    public bool Matches(TimelineEvent happened) =>
        (Channel is null || happened.Channel == Channel)
        && Kinds.HasFlag(KindOf(happened))
        && (Word.Length == 0 || TimelineSheet.Describe(happened).Contains(Word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind of an event.</summary>
    public static EventKind KindOf(TimelineEvent happened) => happened switch
    {
        CommandSent or ReplyReceived => EventKind.Conversation,
        HandshakeMessage or CertificateTrusted or ChannelSecured or ChannelCleared => EventKind.Security,
        DataTransferred => EventKind.Data,
        _ => EventKind.Connections,
    };
}
