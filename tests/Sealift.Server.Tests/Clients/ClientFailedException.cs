namespace Sealift.Server.Tests.Clients;

/// <summary>A client of somebody else did not do what was asked.</summary>
internal sealed class ClientFailedException(string message) : Exception(message);
