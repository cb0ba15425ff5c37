namespace Sealift.Client.Control;

/// <summary>A server lost or choked on commands that were sent in one flight. The session is dead; without flights it may work.</summary>
internal sealed class FlightRefusedException(Exception cause)
    : Exception("The server does not answer pipelined commands.", cause);
