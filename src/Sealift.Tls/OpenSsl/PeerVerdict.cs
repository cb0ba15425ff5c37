namespace Sealift.Tls.OpenSsl;

/// <summary>Where the judgement of a peer's certificate stands.</summary>
internal enum PeerVerdict
{
    Undecided,
    Accepted,
    Refused,
}
