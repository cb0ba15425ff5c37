namespace Sealift.App.Sites;

/// <summary>When a certificate of a site ends, and how that is known.</summary>
/// <param name="NotBefore">The start of its validity; null where it is not known.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="Source">How it is known, such as "seen on 2026-11-23".</param>
public sealed record KnownEnd(DateTimeOffset? NotBefore, DateTimeOffset NotAfter, string Source);
