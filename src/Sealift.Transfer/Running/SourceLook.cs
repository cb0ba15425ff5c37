using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>Compares two looks at one file. What only one of them knows says nothing.</summary>
internal static class SourceLook
{
    public static bool IsSame(FtpEntry before, FtpEntry after) =>
        before.Kind == after.Kind
        && IsSame(before.Size, before.Modified, before.Unique, after)
        && !(before.IsSizeApproximate != after.IsSizeApproximate);

    public static bool IsSame(long? size, FtpTimestamp? modified, string? unique, FtpEntry after) =>
        (size is null || after.Size is null || size == after.Size)
        && AreSame(modified, after.Modified)
        && (unique is null || after.Unique is null || string.Equals(unique, after.Unique, StringComparison.Ordinal));

    // Two ways to ask may answer in zones and precisions of their own; only what both state in UTC can differ.
    private static bool AreSame(FtpTimestamp? one, FtpTimestamp? other)
    {
        if (one is not { IsUtc: true } a || other is not { IsUtc: true } b) return true;
        var difference = (a.Value - b.Value).Duration();
        var coarsest = a.Precision < b.Precision ? a.Precision : b.Precision;
        return difference < SpanOf(coarsest);
    }

    private static TimeSpan SpanOf(FtpTimePrecision precision) => precision switch
    {
        FtpTimePrecision.Millisecond => TimeSpan.FromMilliseconds(1),
        FtpTimePrecision.Second => TimeSpan.FromSeconds(1),
        FtpTimePrecision.Minute => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromDays(1),
    };
}
