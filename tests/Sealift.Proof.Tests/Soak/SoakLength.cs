using System.Globalization;

namespace Sealift.Proof.Tests.Soak;

/// <summary>How long a soak runs: as many minutes as <c>SEALIFT_SOAK_MINUTES</c> says, or two short rounds where it says nothing.</summary>
/// <param name="Whole">When no further round begins.</param>
/// <param name="Round">How long there are faults before everything is looked at.</param>
/// <param name="Patience">How long the client waits for a reply, and for data, while there are faults.</param>
internal sealed record SoakLength(TimeSpan Whole, TimeSpan Round, TimeSpan Patience)
{
    private static readonly SoakLength Short = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2));

    public bool IsLong => this != Short;

    public static SoakLength Read() =>
        double.TryParse(Environment.GetEnvironmentVariable("SEALIFT_SOAK_MINUTES"), NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes > 0
            ? new SoakLength(TimeSpan.FromMinutes(minutes), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(8))
            : Short;
}
