namespace Sealift.Doctor.Tls;

/// <summary>The kinds of answer to a ClientHello.</summary>
internal enum HelloAnswerKind
{
    /// <summary>It goes on with the handshake.</summary>
    ServerHello,

    /// <summary>It refuses with an alert.</summary>
    Alert,

    /// <summary>It closes the connection.</summary>
    Closed,

    /// <summary>It says nothing in time.</summary>
    Silence,

    /// <summary>It answers with something that is not TLS.</summary>
    NotTls,
}
