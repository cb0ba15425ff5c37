using System.Net.Security;

namespace Sealift.TestKit.Conversations;

/// <summary>How one side of a conversation is played.</summary>
public sealed record ConversationOptions
{
    /// <summary>In what pieces it speaks; whole by default: what is said without hearing anything in between is one write.</summary>
    public ScriptDelivery Delivery { get; init; } = ScriptDelivery.Whole;

    /// <summary>The server's certificate; one for localhost and 127.0.0.1 by default.</summary>
    public TestCertificate? Certificate { get; init; }

    /// <summary>The longest wait for any one thing that the other side should do; a minute by default, which no test should need.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a client offers; <c>ftp</c> by default.</summary>
    public IReadOnlyList<SslApplicationProtocol> Protocols { get; init; } = [new("ftp")];
}
