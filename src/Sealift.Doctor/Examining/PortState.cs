namespace Sealift.Doctor.Examining;

/// <summary>Whether a port takes connections.</summary>
internal enum PortState
{
    Open,

    /// <summary>The host refuses connections: nothing listens.</summary>
    Closed,

    /// <summary>No answer at all: something drops the packets.</summary>
    Filtered,

    /// <summary>The network does not lead there.</summary>
    Unreachable,
}
