namespace Sealift.Doctor.Tls;

/// <summary>What a server answered to a ClientHello.</summary>
/// <param name="Kind">What kind of answer it was.</param>
/// <param name="Text">The answer in a few words.</param>
internal sealed record HelloAnswer(HelloAnswerKind Kind, string Text)
{
    /// <summary>The version it chose, such as 0x0303.</summary>
    public ushort Version { get; init; }

    /// <summary>The cipher suite it chose.</summary>
    public ushort Suite { get; init; }

    /// <summary>The application protocol it chose, below TLS 1.3 only: there it is encrypted.</summary>
    public string? ApplicationProtocol { get; init; }

    /// <summary>Whether it knows secure renegotiation (RFC 5746 section 3.6); below TLS 1.3 only.</summary>
    public bool HasSecureRenegotiation { get; init; }

    /// <summary>Whether it went on with the handshake.</summary>
    public bool IsAccepted => Kind == HelloAnswerKind.ServerHello;
}
