using System.Security.Cryptography.X509Certificates;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;
using Sealift.Doctor.Tls;
using Sealift.Tls;

namespace Sealift.Doctor.Data;

/// <summary>What came of one data connection that a check made step by step.</summary>
internal sealed record DataOutcome
{
    /// <summary>Every reply to the command, the final one last.</summary>
    public required IReadOnlyList<FtpReply> Replies { get; init; }

    /// <summary>The handshake's result; null where there was none.</summary>
    public TlsInfo? Tls { get; init; }

    /// <summary>The certificate that the data connection showed in a handshake of its own; null where it showed none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How many bytes came.</summary>
    public long Bytes { get; init; }

    /// <summary>What broke the data connection; null where nothing did.</summary>
    public Exception? Failure { get; init; }

    /// <summary>The last reply; null where none came.</summary>
    public FtpReply? Final => Replies.Count > 0 && !Replies[^1].IsPreliminary ? Replies[^1] : null;

    /// <summary>Whether the bytes came through a handshake and the server confirmed them.</summary>
    public bool Succeeded => Final is { IsCompleted: true } && Tls is not null && Failure is null or TlsException { Failure: TlsFailure.Truncated };

    /// <summary>Whether the session of the control connection was resumed.</summary>
    public bool Resumed => Tls is { Resumed: true };

    /// <summary>What came of it, as a line of evidence.</summary>
    public override string ToString() =>
        $"{(Tls is null ? "no handshake" : $"{TlsNames.Of(Tls.Version)} {(Tls.Resumed ? "resumed" : "not resumed")}")}, {Words}";

    /// <summary>The server's refusal, or what broke, in words.</summary>
    public string Words =>
        Final is { IsNegative: true } refusal ? Evidence.Of(refusal)
        : Failure is not null ? Reason.Of(Failure)
        : Final is null ? "no final reply" : Evidence.Of(Final);
}
