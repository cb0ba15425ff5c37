using System.Security.Cryptography.X509Certificates;
using Sealift.Core;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>
/// The connection could not be secured, or its end was not proven. Nothing was sent in clear text, and nothing falls back to it.
/// </summary>
public sealed class FtpTlsException : FtpException
{
    private readonly TlsException? _cause;

    /// <summary>Makes the exception from a failure of the TLS layer.</summary>
    /// <param name="cause">The failure.</param>
    /// <param name="context">What was being done, as the beginning of a sentence; null to let the cause speak alone.</param>
    public FtpTlsException(TlsException cause, string? context = null)
        : base(context is null ? cause?.Message ?? "" : $"{context}: {cause?.Message}", cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Failure = cause.Failure;
        _cause = cause;
        Hint = cause.Hint;
        Certificate = cause.Certificate;
    }

    /// <summary>Makes the exception for a server that offers no TLS, or not enough of it.</summary>
    /// <param name="message">What the server refused.</param>
    /// <param name="hint">What the user can do.</param>
    public FtpTlsException(string message, string? hint)
        : base(message)
    {
        Hint = hint;
    }

    /// <summary>The class of failure; null when the server would not begin TLS, or not protect data, at all.</summary>
    public TlsFailure? Failure { get; }

    /// <inheritdoc/>
    public override string Code => _cause?.Code ?? (IsAboutData ? "SL-TLS-02" : "SL-TLS-01");

    /// <summary>Whether the server refused what is required: AUTH TLS, or PROT P.</summary>
    public bool IsRefusedByServer => Failure is null;

    /// <summary>The peer's certificate, where the failure is about it.</summary>
    public X509Certificate2? Certificate { get; }

    /// <inheritdoc/>
    public override string? Hint { get; }

    /// <summary>Whether it is data connections that the server does not protect.</summary>
    public bool IsAboutData { get; init; }

    /// <summary>Whether the server refused for the moment only (4xx).</summary>
    internal bool IsForNow { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => IsForNow || _cause is { IsPresumed: true } || Failure is TlsFailure.Timeout or TlsFailure.ConnectionLost or TlsFailure.Truncated or TlsFailure.BadRecord;
}
