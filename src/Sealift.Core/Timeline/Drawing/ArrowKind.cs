namespace Sealift.Core.Timeline.Drawing;

/// <summary>What an arrow carries.</summary>
internal enum ArrowKind
{
    /// <summary>A command of the client.</summary>
    Command,

    /// <summary>A reply of the server.</summary>
    Reply,

    /// <summary>A TLS message.</summary>
    Handshake,

    /// <summary>The bytes of a file or listing.</summary>
    Data,
}
