namespace Sealift.Core.Timeline.Drawing;

/// <summary>What a bar across two life lines marks.</summary>
internal enum BarKind
{
    /// <summary>The connection was made.</summary>
    Opened,

    /// <summary>The connection was tried and did not come about.</summary>
    Failed,

    /// <summary>From here on it is encrypted.</summary>
    Secured,

    /// <summary>From here on it is in clear text again.</summary>
    Cleared,

    /// <summary>It ended as it should.</summary>
    Closed,

    /// <summary>It broke.</summary>
    Broken,
}
