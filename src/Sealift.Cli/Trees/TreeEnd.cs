using Sealift.Cli.CommandLine;
using Sealift.Core;

namespace Sealift.Cli.Trees;

/// <summary>A directory as it was typed: of this machine, or of a server.</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Remote">The place on a server; null for this machine.</param>
internal sealed record TreeEnd(string Text, RemoteLocation? Remote)
{
    /// <summary>Reads a directory. What is a URL or a saved site's name is remote; ./name:x and the like are local.</summary>
    public static TreeEnd Read(string text)
    {
        var isPath = text is [] or ['/' or '.' or '~', ..];
        var isRemote = !isPath && (SiteArgument.IsOne(text) || text.Contains("://", StringComparison.Ordinal) || FtpUrl.TryParse(text, out _));
        return new TreeEnd(text, isRemote ? ArgumentParsing.ReadUrl(text) : null);
    }

    /// <summary>What is shown of it: never a password.</summary>
    public string Shown => Remote?.ToString() ?? Text;

    /// <summary>Whether both are on the same server under the same login.</summary>
    public bool IsSameServer(TreeEnd other) => Remote is { } one && other.Remote is { } two
        && one.Host.Equals(two.Host, StringComparison.OrdinalIgnoreCase) && one.Port == two.Port && one.Url.Mode == two.Url.Mode
        && one.User == two.User && one.Site?.Name == two.Site?.Name;
}
