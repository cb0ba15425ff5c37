using Sealift.Client;

namespace Sealift.Sites;

/// <summary>What an examination found out about a server that later connections can go by.</summary>
/// <param name="Host">The host as it was typed.</param>
/// <param name="Port">The port.</param>
/// <param name="Examined">When it was examined.</param>
public sealed record ServerNote(string Host, int Port, DateTimeOffset Examined)
{
    /// <summary>The family that it was recognised as; null for none.</summary>
    public string? Family { get; init; }

    /// <summary>What is known.</summary>
    public FtpHostFacts Facts { get; init; } = FtpHostFacts.None;
}
