using Sealift.Tls;

namespace Sealift.Client;

/// <summary>
/// What is known of one host and port from before, so that a session need not find it out again. Null is not known. It changes how a
/// session talks, never what it trusts; an option that is set counts more.
/// </summary>
public sealed record FtpHostFacts
{
    /// <summary>Nothing is known.</summary>
    public static FtpHostFacts None { get; } = new();

    /// <summary>Whether the server answers commands that arrive in one flight.</summary>
    public bool? Pipelining { get; init; }

    /// <summary>Whether it knows EPSV over IPv4.</summary>
    public bool? Epsv { get; init; }

    /// <summary>The newest version of TLS with which data connections work.</summary>
    public TlsVersion? MaxTlsVersion { get; init; }

    /// <summary>When the handshake of implicit TLS takes place.</summary>
    public FtpImplicitHandshake? ImplicitHandshake { get; init; }

    /// <summary>How many sessions at once it allows this login.</summary>
    public int? Sessions { get; init; }

    /// <summary>These facts, and where one is not known that of others.</summary>
    /// <param name="others">What is known otherwise.</param>
    public FtpHostFacts Or(FtpHostFacts others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new FtpHostFacts
        {
            Pipelining = Pipelining ?? others.Pipelining,
            Epsv = Epsv ?? others.Epsv,
            MaxTlsVersion = MaxTlsVersion ?? others.MaxTlsVersion,
            ImplicitHandshake = ImplicitHandshake ?? others.ImplicitHandshake,
            Sessions = Sessions ?? others.Sessions,
        };
    }
}
