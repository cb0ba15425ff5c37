namespace Sealift.Tls.Trust;

/// <summary>The outcome of a trust decision.</summary>
public sealed record TrustDecision
{
    /// <summary>Whether to go on.</summary>
    public required bool IsTrusted { get; init; }

    /// <summary>Why, in plain words: "chains to a system root and names localhost", or what failed.</summary>
    public required string Reason { get; init; }

    /// <summary>What the user can do when not trusted; null if nothing.</summary>
    public string? Hint { get; init; }

    /// <summary>The failure that a refusal is reported as. Default <see cref="TlsFailure.NotTrusted"/>.</summary>
    public TlsFailure Failure { get; init; } = TlsFailure.NotTrusted;

    /// <summary>The known host whose key the server does not present; null unless that is why it is refused.</summary>
    public KnownHost? Known { get; init; }

    /// <summary>What the server is told about a refusal.</summary>
    internal CertificateFault Fault { get; init; }

    /// <summary>Trusted, for this reason.</summary>
    public static TrustDecision Trusted(string reason) => new() { IsTrusted = true, Reason = reason };

    /// <summary>Not trusted, for this reason.</summary>
    public static TrustDecision Refused(string reason, string? hint = null) =>
        new() { IsTrusted = false, Reason = reason, Hint = hint };
}
