namespace Sealift.App.Sites;

/// <summary>A server that can be chosen.</summary>
/// <param name="Title">Its name: a saved site's, or "Connect to …".</param>
/// <param name="Detail">Where it is, in small letters.</param>
/// <param name="Address">What is opened: <c>name:</c> or a URL.</param>
/// <param name="IsSaved">Whether it is a saved site.</param>
internal sealed record SiteChoice(string Title, string Detail, string Address, bool IsSaved);
