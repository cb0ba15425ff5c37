namespace Sealift.App.Certificates;

/// <summary>How near the end of a certificate is.</summary>
internal enum ExpiryLevel
{
    /// <summary>More than 30 days away.</summary>
    Good,

    /// <summary>Within 30 days.</summary>
    Soon,

    /// <summary>Past, or the certificate is not valid yet.</summary>
    Over,
}
