using System.Globalization;
using Sealift.Cli.Output;

namespace Sealift.App.Queue;

/// <summary>The stops of the slider that limits the speed: doubling from 16 KiB/s, and no limit at the end.</summary>
internal static class LimitScale
{
    // 16 KiB/s to 512 MiB/s.
    private const int Doublings = 15;
    private const long First = 16 * 1024;

    /// <summary>The last stop, which is no limit.</summary>
    public const int Last = Doublings + 1;

    /// <summary>The limit of a stop, as "--limit-rate" has it; null for none.</summary>
    public static string? Word(int stop) => stop >= Last ? null : Of(First << Math.Max(stop, 0));

    /// <summary>The stop of a limit: the nearest one that is not below it.</summary>
    public static int Stop(long? bytesPerSecond)
    {
        if (bytesPerSecond is not { } limit) return Last;
        for (var stop = 0; stop <= Doublings; stop++)
        {
            if (First << stop >= limit) return stop;
        }

        return Doublings;
    }

    /// <summary>A limit in words.</summary>
    public static string Text(long? bytesPerSecond) => bytesPerSecond is { } limit ? SizeText.Of(limit) + "/s" : "no limit";

    private static string Of(long bytes) => bytes >= 1 << 20
        ? (bytes >> 20).ToString(CultureInfo.InvariantCulture) + "M"
        : (bytes >> 10).ToString(CultureInfo.InvariantCulture) + "k";
}
