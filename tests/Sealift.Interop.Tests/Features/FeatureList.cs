namespace Sealift.Interop.Tests.Features;

/// <summary>Every feature of the table, in its order.</summary>
public static class FeatureList
{
    public static IReadOnlyList<Feature> All { get; } =
        [.. SecurityFeatures.All, .. DataFeatures.All, .. ListingFeatures.All, .. TransferFeatures.All, .. FactFeatures.All];
}
