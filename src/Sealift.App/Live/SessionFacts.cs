using Sealift.Core.Timeline;

namespace Sealift.App.Live;

/// <summary>What is known of a session at a glance, without looking through all of its events.</summary>
public sealed record SessionFacts
{
    /// <summary>How many events there have been.</summary>
    public long Events { get; init; }

    /// <summary>Whether it is connected.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Why it broke or did not come about; null where it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The version of TLS, such as "TLS 1.3"; null before it is secured.</summary>
    public string? Tls { get; init; }

    /// <summary>How many data connections were secured.</summary>
    public int DataConnections { get; init; }

    /// <summary>How many of them resumed the session of the control connection.</summary>
    public int Resumed { get; init; }

    /// <summary>How many bytes the data connections have carried.</summary>
    public long Bytes { get; init; }

    /// <summary>The facts with what has happened next.</summary>
    public SessionFacts After(TimelineEvent happened)
    {
        var counted = this with { Events = Events + 1 };
        return happened switch
        {
            ConnectionOpened { Channel: 0 } => counted with { IsOpen = true, Error = null },
            ConnectionFailed { Channel: 0 } e => counted with { IsOpen = false, Error = e.Error },
            ConnectionClosed { Channel: 0 } e => counted with { IsOpen = false, Error = e.Error },
            ChannelSecured { Channel: 0 } e => counted with { Tls = e.Version.Replace("TLSv", "TLS ", StringComparison.Ordinal) },
            ChannelSecured e => counted with { DataConnections = DataConnections + 1, Resumed = Resumed + (e.Resumed ? 1 : 0) },
            DataTransferred e => counted with { Bytes = Bytes + e.Bytes },
            _ => counted,
        };
    }
}
