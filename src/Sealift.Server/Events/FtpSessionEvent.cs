namespace Sealift.Server.Events;

/// <summary>Something that happened in a session.</summary>
public abstract record FtpSessionEvent : FtpServerEvent
{
    private protected FtpSessionEvent()
    {
    }

    /// <summary>The session as it was then: who, from where, how protected.</summary>
    public required FtpSessionStatus Session { get; init; }
}
