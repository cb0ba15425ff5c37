namespace Sealift.Server.Telemetry;

/// <summary>The names under which a server can be observed by OpenTelemetry and its kin; <c>docs/telemetry.md</c> lists what is there.</summary>
public static class FtpServerTelemetry
{
    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/> of a server.</summary>
    public const string MeterName = "Sealift.Server";

    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/> of sessions and transfers.</summary>
    public const string ActivitySourceName = "Sealift.Server";
}
