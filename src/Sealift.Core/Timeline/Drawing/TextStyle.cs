namespace Sealift.Core.Timeline.Drawing;

/// <summary>What a cell of a text picture means; a terminal shows it as a colour.</summary>
internal enum TextStyle
{
    /// <summary>Plain text.</summary>
    Plain,

    /// <summary>Life lines, times, marginal words.</summary>
    Faint,

    /// <summary>What the client says.</summary>
    Client,

    /// <summary>What the server says.</summary>
    Server,

    /// <summary>TLS.</summary>
    Tls,

    /// <summary>File data.</summary>
    Data,

    /// <summary>Words to the reader.</summary>
    Lesson,

    /// <summary>Failures.</summary>
    Bad,
}
