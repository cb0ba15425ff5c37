using System.Net;

namespace Sealift.Server.Events;

/// <summary>A connection was refused before it became a session, because there are too many.</summary>
/// <param name="Peer">Where it came from; null where that is not known any more.</param>
public sealed record ConnectionRefused(IPEndPoint? Peer) : FtpServerEvent;
