using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.App.Sites;

/// <summary>A server whose certificate was looked at.</summary>
/// <param name="Host">What would be trusted.</param>
/// <param name="Certificate">What it presented.</param>
/// <param name="IsVouchedFor">Whether it would be trusted without being known.</param>
/// <param name="Reason">Why, or why not.</param>
/// <param name="Known">What is trusted now; null for nothing.</param>
internal sealed record SeenServer(KnownHost Host, CertificateFacts Certificate, bool IsVouchedFor, string Reason, KnownHost? Known);
