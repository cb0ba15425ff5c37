namespace Sealift.Server.Sessions;

/// <summary>What came over the control connection.</summary>
internal enum ControlLineKind
{
    /// <summary>A command.</summary>
    Command,

    /// <summary>A line over the limit.</summary>
    TooLong,

    /// <summary>A line that is no command.</summary>
    Malformed,

    /// <summary>A line of HTTP: a browser was sent here.</summary>
    Http,

    /// <summary>The client closed or lost the connection.</summary>
    End,
}
