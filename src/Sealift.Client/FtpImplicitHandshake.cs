namespace Sealift.Client;

/// <summary>When the handshake of implicit TLS takes place; no RFC says it.</summary>
public enum FtpImplicitHandshake
{
    /// <summary>With the first byte, before the server's greeting: nearly every server.</summary>
    BeforeGreeting,

    /// <summary>After a greeting in clear text, without AUTH: z/OS with SECUREIMPLICITZOS TRUE, its default.</summary>
    AfterGreeting,
}
