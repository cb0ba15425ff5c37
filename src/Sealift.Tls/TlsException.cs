using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls;

/// <summary>A TLS connection failed. The message says what happened, <see cref="Hint"/> what to do about it.</summary>
public sealed class TlsException : IOException
{
    /// <summary>Makes the exception.</summary>
    public TlsException(TlsFailure failure, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Hint = hint;
    }

    /// <summary>The class of failure.</summary>
    public TlsFailure Failure { get; }

    /// <summary>What the user can do, in plain words; null if nothing helps but trying again.</summary>
    public string? Hint { get; }

    /// <summary>The peer's certificate, where the failure is about it.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The known host whose key the server does not present; null unless that is the failure.</summary>
    public KnownHost? Known { get; init; }
}
