namespace Sealift.TestKit;

/// <summary>The whole of <c>peers.json</c>.</summary>
internal sealed record PeerFile(string Directory, string Ca, IReadOnlyList<Peer> Peers);
