namespace Sealift.Core.Timeline;

/// <summary>The client judged the server's certificate and goes on.</summary>
/// <param name="Reason">Why, as the rest of a sentence that begins with "it": "chains to a system root (…) and names ftp.example.org".</param>
public sealed record CertificateTrusted(string Reason) : TimelineEvent;
