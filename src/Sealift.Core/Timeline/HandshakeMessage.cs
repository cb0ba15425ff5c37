namespace Sealift.Core.Timeline;

/// <summary>One message of a TLS handshake.</summary>
/// <param name="FromClient">Whether the client sent it.</param>
/// <param name="Name">Its name, such as "ClientHello".</param>
/// <param name="Detail">More about it, if anything.</param>
public sealed record HandshakeMessage(bool FromClient, string Name, string? Detail) : TimelineEvent
{
    /// <summary>What a Certificate message carried, in the order it was sent: the sender's own comes first. Default empty.</summary>
    public IReadOnlyList<PresentedCertificate> Certificates { get; init; } = [];
}
