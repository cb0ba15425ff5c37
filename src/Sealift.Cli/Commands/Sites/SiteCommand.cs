using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.CommandLine.Completing;
using Sealift.Cli.Output;
using Sealift.Sites;

namespace Sealift.Cli.Commands.Sites;

/// <summary>A command that works on the saved sites.</summary>
internal abstract class SiteCommand(Terminal terminal, string name, string summary) : SealiftCommand(terminal, name, summary)
{
    /// <summary>The saved sites of this user.</summary>
    protected static SiteStore Store => new(SiteStore.DefaultPath);

    /// <summary>The argument that names a saved site.</summary>
    protected static Argument<string> SavedName(string description = "The saved site, as \"site ls\" shows it.") =>
        new("NAME") { Description = description, CompletionSources = { _ => SiteNames.Plain() } };

    /// <summary>A saved site; its name may be typed with the colon that it has in front of a path.</summary>
    protected static Site Get(string name) => Store.Get(name.EndsWith(':') ? name[..^1] : name);

    /// <summary>Puts a site in place of the one of its name, whatever happened to the others meanwhile.</summary>
    protected static Task SaveAsync(Site site, CancellationToken cancellationToken) => Store.ChangeAsync(file => file.With(site), cancellationToken);
}
