namespace Sealift.Proof.Tests.Sweeps;

/// <summary>The TLS backend that the suite runs on: both ends take the one of <c>SEALIFT_TLS</c>.</summary>
internal static class Backend
{
    public static bool IsPlatform => string.Equals(Environment.GetEnvironmentVariable("SEALIFT_TLS"), "platform", StringComparison.OrdinalIgnoreCase);
}
