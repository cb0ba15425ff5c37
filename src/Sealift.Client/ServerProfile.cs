using Sealift.Client.Profiles;

namespace Sealift.Client;

/// <summary>
/// What is known of a family of servers beyond what the standards say, as data: rules, each with its reason. A profile changes
/// how a session talks, never what it trusts.
/// </summary>
public sealed record ServerProfile
{
    /// <summary>The word that chooses no profile in <see cref="FtpClientOptions.Profile"/>.</summary>
    public const string None = "none";

    internal ServerProfile(ProfileDocument document)
    {
        Id = document.Id;
        Name = document.Name;
        Marks = document.Marks;
        Effects = document.Rules;
        Rules = [.. document.Rules.All.Select(rule => new ServerProfileRule(rule.Name, rule.Rule.Text, rule.Rule.Reason, rule.Rule.Source))];
    }

    /// <summary>The short name, such as <c>proftpd</c>; see <see cref="All"/>.</summary>
    public string Id { get; }

    /// <summary>The family's name, such as "ProFTPD".</summary>
    public string Name { get; }

    /// <summary>What a session does differently with these servers.</summary>
    public IReadOnlyList<ServerProfileRule> Rules { get; }

    /// <summary>The profile of a server that nothing special is known of: it has no rules.</summary>
    public static ServerProfile Generic => ProfileCatalog.Generic;

    /// <summary>All profiles, <see cref="Generic"/> first.</summary>
    public static IReadOnlyList<ServerProfile> All => ProfileCatalog.All;

    /// <summary>The ids of all profiles but <see cref="Generic"/>, found without reading them.</summary>
    public static IReadOnlyList<string> Ids => ProfileCatalog.Ids;

    /// <summary>
    /// Whether an upload may be made under a temporary name that is a variation of the final one, and renamed. False where names
    /// have a fixed form, as those of data sets.
    /// </summary>
    public bool AllowsTemporaryNames => Effects.TemporaryNames?.Value ?? true;

    /// <summary>Whether names that differ only in case are one.</summary>
    public bool IgnoresCase => Effects.IgnoreCase?.Value ?? false;

    internal IReadOnlyList<RecognitionMark> Marks { get; }

    internal ProfileRules Effects { get; }

    /// <summary>The profile with this id, in any case; null if there is none. "none" is <see cref="Generic"/>.</summary>
    /// <param name="id">The id.</param>
    public static ServerProfile? Find(string id) => ProfileCatalog.Find(id);

    /// <summary>The id and the name.</summary>
    public override string ToString() => $"{Id} ({Name})";
}
