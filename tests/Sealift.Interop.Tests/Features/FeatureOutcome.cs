namespace Sealift.Interop.Tests.Features;

/// <summary>What became of a feature on a server.</summary>
public enum FeatureOutcome
{
    /// <summary>It was used, and did what it is for.</summary>
    Works,

    /// <summary>The server knows it and does not allow it, as it is configured here.</summary>
    Refused,

    /// <summary>The server does not have it.</summary>
    NotOffered,
}
