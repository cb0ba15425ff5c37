using System.Globalization;

namespace Sealift.Cli.Output;

/// <summary>Byte counts and rates for people, in binary units.</summary>
internal static class SizeText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>For example "1.5 MiB".</summary>
    public static string Of(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>For example "12.3 MiB in 1.2 s (10.3 MiB/s)".</summary>
    public static string OfTransfer(long bytes, TimeSpan elapsed)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture, $"{Of(bytes)} in {seconds:0.0##} s ({Of(bytes / seconds)}/s)");
    }
}
