namespace Sealift.Client.SiteToSite;

/// <summary>The servers did not exchange the file directly; another way may still be taken.</summary>
internal sealed class NoDirectRouteException(string reason, Exception? innerException = null) : Exception(reason, innerException);
