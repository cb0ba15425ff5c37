namespace Sealift.App.Shell;

/// <summary>What a person has chosen about the app, kept between its runs.</summary>
public sealed record PreferenceValues
{
    /// <summary>Light or dark. Default: as the system is.</summary>
    public ThemeChoice Theme { get; init; }

    /// <summary>Whether the page of the first minutes is shown when there are no sites. Default true.</summary>
    public bool ShowsStart { get; init; } = true;
}
