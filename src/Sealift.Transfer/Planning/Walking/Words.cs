using System.Globalization;
using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Facts of entries for people.</summary>
internal static class Words
{
    public static string Of(FtpTimestamp? time) => time is not { } known ? "an unknown time" : known.Value.ToString(
        known.Precision switch
        {
            FtpTimePrecision.Year => "yyyy",
            FtpTimePrecision.Day => "yyyy-MM-dd",
            FtpTimePrecision.Minute => "yyyy-MM-dd HH:mm",
            FtpTimePrecision.Second => "yyyy-MM-dd HH:mm:ss",
            _ => "yyyy-MM-dd HH:mm:ss.fff",
        },
        CultureInfo.InvariantCulture) + (known is { IsUtc: true, Precision: >= FtpTimePrecision.Minute } ? "Z" : "");

    /// <summary>A directory of a side.</summary>
    public static string Of(string side, FtpPath path) => path.IsTop ? side : $"{TerminalText.Escape(path.ToString())} of {side}";

    public static string Bytes(long? size) => size is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known} bytes") : "an unknown size";

    public static string Of(FtpEntryKind kind) => kind switch
    {
        FtpEntryKind.File => "a file",
        FtpEntryKind.Directory => "a directory",
        FtpEntryKind.Link => "a symbolic link",
        _ => "neither a file nor a directory",
    };
}
