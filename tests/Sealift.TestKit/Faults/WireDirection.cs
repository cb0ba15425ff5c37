namespace Sealift.TestKit.Faults;

/// <summary>The direction of the bytes of a connection.</summary>
public enum WireDirection
{
    /// <summary>From the client to the server.</summary>
    ToServer,

    /// <summary>From the server to the client.</summary>
    ToClient,
}
