using Sealift.Sites;

namespace Sealift.App.Sites;

/// <summary>A line of the list of sites: a folder or a site.</summary>
/// <param name="Depth">How many folders it is in.</param>
/// <param name="Folder">The whole path of the folder that the line is; null for a site.</param>
/// <param name="Text">The folder's own name, or the site's.</param>
/// <param name="Site">The site; null for a folder.</param>
/// <param name="Count">How many sites are in the folder and below it.</param>
internal sealed record SiteRow(int Depth, string? Folder, string Text, Site? Site, int Count);
