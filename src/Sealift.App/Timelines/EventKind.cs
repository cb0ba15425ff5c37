namespace Sealift.App.Timelines;

/// <summary>What an event is, as people choose what they want to see.</summary>
[Flags]
public enum EventKind
{
    None = 0,

    /// <summary>Commands and replies.</summary>
    Conversation = 1,

    /// <summary>TLS: handshakes, trust, what is encrypted from where.</summary>
    Security = 2,

    /// <summary>Connections that open, close and fail, and remarks of this side.</summary>
    Connections = 4,

    /// <summary>The bytes that data connections carried.</summary>
    Data = 8,

    All = Conversation | Security | Connections | Data,
}
