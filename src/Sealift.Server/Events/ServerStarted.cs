using System.Net;

namespace Sealift.Server.Events;

/// <summary>The server listens.</summary>
/// <param name="EndPoints">On these, with the real ports; those for AUTH TLS first.</param>
public sealed record ServerStarted(IReadOnlyList<IPEndPoint> EndPoints) : FtpServerEvent;
