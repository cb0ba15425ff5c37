using Sealift.Client;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.App.Asking;

/// <summary>
/// A known server presents another key. Nothing goes on; the question is whether the old key is forgotten, so that the server is judged anew.
/// Yes is any answer but null.
/// </summary>
/// <param name="known">What was trusted.</param>
/// <param name="presented">What was presented.</param>
public sealed class ChangedKeyAsk(KnownHost known, KnownHost presented) : Ask
{
    /// <summary>What was trusted.</summary>
    public KnownHost Known { get; } = known;

    /// <summary>What was presented.</summary>
    public KnownHost Presented { get; } = presented;

    /// <summary>Both, line by line.</summary>
    public IReadOnlyList<ChangeRow> Rows => ChangeReport.Compare(Known, Presented);

    /// <summary>The question for a failure; null where that is not what failed.</summary>
    /// <param name="failure">What was thrown.</param>
    public static ChangedKeyAsk? For(Exception failure) => failure is FtpTlsException { InnerException: TlsException { Known: { } known, Certificate: { } certificate } }
        ? new ChangedKeyAsk(known, KnownHost.From(known.Host, known.Port, certificate, known.Added))
        : null;
}
