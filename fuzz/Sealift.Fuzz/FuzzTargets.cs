using Sealift.Core.Listings;
using Sealift.Fuzz.Listings;
using Sealift.Fuzz.Sites;
using Sealift.Fuzz.State;
using Sealift.Fuzz.Timeline;
using Sealift.Fuzz.Wire;
using Sealift.Sites.Importing;

namespace Sealift.Fuzz;

/// <summary>All targets by their names.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new ReplyTarget(),
        new CommandTarget(),
        new FeaturesTarget(),
        new EndPointTarget(),
        new PathReplyTarget(),
        new HashReplyTarget(),
        new UrlTarget(),
        new MlsdTarget(),
        new NamesTarget(),
        new ListTarget(null),
        .. Enum.GetValues<ListingDialect>().Select(static dialect => new ListTarget(dialect)),
        new SitesTarget(),
        .. Enum.GetValues<ImportSource>().Select(static source => new ImportTarget(source)),
        new JournalTarget(),
        new StateFileTarget(),
        new TimelineTarget(),
    ];

    /// <summary>The target of this name; null if there is none.</summary>
    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
